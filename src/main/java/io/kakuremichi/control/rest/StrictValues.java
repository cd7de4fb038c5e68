package io.kakuremichi.control.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads texts, ids, times and metadata of REST bodies so that they are kept exactly or rejected. Jackson would take numbers for times,
 * base64 for ids, and texts that no UTF-8 has.
 */
@Singleton
class StrictValues implements ObjectMapperCustomizer {
    @Override
    public int priority() {
        // After Quarkus' modules: of two deserializers for a type, the last one counts.
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper json) {
        json.registerModule(new SimpleModule("kakuremichi-strict-values")
                .addDeserializer(
                        String.class,
                        new OfText<>(String.class, "must be Unicode text, without unpaired surrogates", Optional::of))
                .addDeserializer(Instant.class, new OfText<>(Instant.class, Times.FAULT_OF_KEPT, Times::parseKept))
                .addDeserializer(UUID.class, new OfText<>(UUID.class, Ids.FAULT, Ids::parse))
                .addDeserializer(Metadata.class, new MetadataReader()));
    }

    /** Whether the text has a form in UTF-8: each surrogate is half of a pair. */
    static boolean isUnicode(String text) {
        return UTF_8.newEncoder().canEncode(text);
    }

    /** Reads a JSON text and nothing else. */
    private static final class OfText<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final Class<T> type;
        private final String fault;
        private final transient Parse<T> parse;

        OfText(Class<T> type, String fault, Parse<T> parse) {
            super(type);
            this.type = type;
            this.fault = fault;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return type.cast(context.handleUnexpectedToken(type, parser));
            }
            var text = parser.getText();
            return Optional.of(text)
                    .filter(StrictValues::isUnicode)
                    .flatMap(parse::of)
                    .orElseThrow(() -> new InvalidValueException(parser, fault));
        }
    }

    /** Empty if the text is not valid. */
    private interface Parse<T> {
        Optional<T> of(String text);
    }
}
