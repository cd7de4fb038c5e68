package io.kakuremichi.control.declared;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each manager declared last: for each object the fields as JSON. */
@Singleton
class LastDeclared {
    private static final TypeReference<TreeMap<String, TreeMap<String, String>>> OBJECTS = new TypeReference<>() {};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EntityManager entities;

    LastDeclared(EntityManager entities) {
        this.entities = entities;
    }

    /** The key of an object in the map. */
    static String key(DeclaredKind kind, String name) {
        return kind.word() + " " + name;
    }

    /** The objects that the manager declared last, by {@link #key}. */
    Map<String, ? extends Map<String, String>> of(String manager) {
        List<?> rows = entities.createNativeQuery(
                        "SELECT objects FROM declared_state WHERE manager = :manager", String.class)
                .setParameter("manager", manager)
                .getResultList();
        return rows.isEmpty() ? Map.of() : read((String) rows.getFirst());
    }

    /** Keeps what the manager declares now, in the thread's transaction. */
    void keep(String manager, Map<String, ? extends Map<String, String>> objects, String caller) {
        entities.createNativeQuery("""
                        INSERT INTO declared_state (manager, objects, applied_by) VALUES (:manager, :objects, :caller)
                        ON CONFLICT (manager) DO UPDATE SET objects = :objects, applied_by = :caller, applied_at = now()
                        """)
                .setParameter("manager", manager)
                .setParameter("objects", write(objects))
                .setParameter("caller", caller)
                .executeUpdate();
    }

    private static Map<String, ? extends Map<String, String>> read(String json) {
        try {
            return JSON.readValue(json, OBJECTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("declared_state holds what is not JSON", e);
        }
    }

    private static String write(Object objects) {
        try {
            return JSON.writeValueAsString(objects);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("declared objects cannot be written as JSON", e);
        }
    }
}
