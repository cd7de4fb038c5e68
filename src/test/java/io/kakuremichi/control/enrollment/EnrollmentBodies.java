package io.kakuremichi.control.enrollment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kakuremichi.control.harness.ControlApi;
import io.kakuremichi.control.harness.ControlApi.Answer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bodies of enrollment calls. */
final class EnrollmentBodies {
    private EnrollmentBodies() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Enroll(
            @Nullable String name,
            @Nullable String publicKey,
            @Nullable String publicIp,
            @Nullable String type) {
        static final Enroll NOTHING = new Enroll(null, null, null, null);

        static Enroll named(String name) {
            return new Enroll(name, null, null, null);
        }

        static Enroll as(String type) {
            return new Enroll(null, null, null, type);
        }

        static Enroll withPublicKey(String publicKey) {
            return new Enroll(null, publicKey, null, null);
        }

        static Enroll withPublicIp(@Nullable String name, String publicIp) {
            return new Enroll(name, null, publicIp, null);
        }
    }

    /** A created enrollment key. */
    record Key(ControlApi control, UUID id, String name, String secret) {
        static Key of(ControlApi control, String type) {
            return of(control, type, "");
        }

        /** @param more further fields, with a comma before each */
        static Key of(ControlApi control, String type, String more) {
            var name = ControlApi.uniqueName("key");
            var created = control.post("/api/enrollment-keys", """
                            {"name": "%s", "type": "%s"%s}""".formatted(name, type, more))
                    .expect(201);
            return new Key(control, created.uuid("id"), name, created.text("key"));
        }

        Answer enroll(Object body, String... headers) {
            return control.withToken(secret).post("/api/enroll", body, headers);
        }

        Answer enroll() {
            return enroll(Enroll.NOTHING);
        }

        Answer show() {
            return control.get("/api/enrollment-keys/" + id).expect(200);
        }

        Answer delete() {
            return control.delete("/api/enrollment-keys/" + id).expect(200);
        }
    }
}
