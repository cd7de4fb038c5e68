package io.kakuremichi.control.rest;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Strict reading of REST bodies: no unknown fields, no duplicates, no value of another type. */
@Singleton
class RestJson implements ObjectMapperCustomizer {
    @Override
    public int priority() {
        // Runs before Quarkus registers the module with defaults; the first registration counts.
        return MAXIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper json) {
        // Distinguishes an absent field (null) from an explicit null (an empty Optional).
        json.registerModule(new Jdk8Module().configureReadAbsentAsNull(true));
        json.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        json.getFactory().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
        forbid(
                json,
                LogicalType.Textual,
                CoercionInputShape.Integer,
                CoercionInputShape.Float,
                CoercionInputShape.Boolean);
        forbid(
                json,
                LogicalType.Boolean,
                CoercionInputShape.String,
                CoercionInputShape.Integer,
                CoercionInputShape.Float);
        forbid(
                json,
                LogicalType.Integer,
                CoercionInputShape.String,
                CoercionInputShape.Float,
                CoercionInputShape.Boolean);
        // An empty text would otherwise be read as null: a tunnel with enabled "" would be enabled.
        json.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
    }

    private static void forbid(ObjectMapper json, LogicalType target, CoercionInputShape... shapes) {
        for (var shape : shapes) {
            json.coercionConfigFor(target).setCoercion(shape, CoercionAction.Fail);
        }
    }
}
