package io.kakuremichi.control.gateway;

import io.kakuremichi.control.rest.FieldRules;
import io.kakuremichi.control.rest.Metadata;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body of a change. An explicit null clears an optional field. */
@RegisterForReflection
record GatewayPatch(
        @Nullable @Pattern(regexp = FieldRules.NAME, message = FieldRules.NAME_FAULT) String name,

        @Nullable Optional<
                        @Size(max = FieldRules.MAX_REGION) @Pattern(regexp = FieldRules.TEXT, message = FieldRules.TEXT_FAULT) String>
                region,

        @Nullable Optional<@PublicIp String> publicIp,
        @Nullable Optional<Metadata> metadata) {}
