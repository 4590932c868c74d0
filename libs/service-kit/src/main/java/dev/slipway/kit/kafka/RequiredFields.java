package dev.slipway.kit.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a message that came from outside has what its record promises, so that no handler meets a null that the types rule out: JSON
 * that lacks a field becomes a record with a null in it.
 */
final class RequiredFields {

    private static final Map<Class<?>, List<Component>> COMPONENTS = new ConcurrentHashMap<>();

    private RequiredFields() {}

    /** @throws IllegalArgumentException naming the first field that is missing */
    static void check(Object value) {
        check("", value);
    }

    private static void check(String path, @Nullable Object value) {
        if (value instanceof Record message) {
            for (Component component : COMPONENTS.computeIfAbsent(message.getClass(), RequiredFields::components)) {
                String name = path.isEmpty() ? component.name() : path + "." + component.name();
                Object inner = component.of(message);
                if (inner == null && !component.nullable()) {
                    throw new IllegalArgumentException(name + " is missing");
                }
                check(name, inner);
            }
        } else if (value instanceof List<?> list) {
            list.forEach(element -> check(path + "[]", element));
        }
    }

    private static List<Component> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(Component::new).toList();
    }

    private record Component(RecordComponent component, boolean nullable) {

        Component(RecordComponent component) {
            this(component, component.getAnnotatedType().isAnnotationPresent(Nullable.class));
        }

        String name() {
            return component.getName();
        }

        @Nullable
        Object of(Record message) {
            try {
                return component.getAccessor().invoke(message);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
    }
}
