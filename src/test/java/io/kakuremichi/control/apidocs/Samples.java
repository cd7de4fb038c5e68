package io.kakuremichi.control.apidocs;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Makes instances of records, with something in every component or only in those that can't be null. */
final class Samples {
    private final boolean full;

    private Samples(boolean full) {
        this.full = full;
    }

    static <R> R full(Class<R> type) {
        return type.cast(new Samples(true).record(type));
    }

    static <R> R bare(Class<R> type) {
        return type.cast(new Samples(false).record(type));
    }

    static Object construct(Class<?> type, Object... values) {
        try {
            var components = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(components);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("no record: " + type, e);
        }
    }

    private Object record(Class<?> type) {
        return construct(
                type,
                Arrays.stream(type.getRecordComponents())
                        .map(component -> value(component.getType(), component.getAnnotatedType()))
                        .toArray());
    }

    private Object value(Class<?> type, AnnotatedType annotated) {
        if (!full && annotated.isAnnotationPresent(Nullable.class)) {
            return null;
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isRecord()) {
            return record(type);
        }
        if (type == List.class) {
            var item = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
            return List.of(value((Class<?>) item.getType(), item));
        }
        if (type == IntFunction.class) {
            return (IntFunction<List<String>>) number -> List.of("10.1.0." + number);
        }
        return switch (type.getSimpleName()) {
            case "String" -> "text";
            case "UUID" -> new UUID(0, 1);
            case "Instant" -> Instant.EPOCH;
            case "boolean", "Boolean" -> true;
            case "int" -> 1;
            case "long" -> 1L;
            default -> throw new AssertionError("no sample of " + type);
        };
    }
}
