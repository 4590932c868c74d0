package dev.slipway.kit.kafka;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Any record, filled at random: null where it may be, awkward texts, extreme numbers, lists from empty to long. */
final class RandomRecords {

    private static final List<String> AWKWARD = List.of(
            "",
            " ",
            "null",
            "\"",
            "\\",
            "\n\r\t",
            "\u0000",
            "äöü ß",
            "日本語",
            "\uD83D\uDE80",
            "\u2028",
            "<script>",
            "{}",
            "a".repeat(3000));

    private final Random random;

    RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    <T> T next(Class<T> type) {
        try {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] values = Arrays.stream(components)
                    .map(component -> value(component.getAnnotatedType(), component.getGenericType()))
                    .toArray();
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }

    private @Nullable Object value(AnnotatedType annotated, Type type) {
        if (annotated.isAnnotationPresent(Nullable.class) && random.nextInt(3) == 0) {
            return null;
        }
        return value(type);
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType list) {
            Type element = list.getActualTypeArguments()[0];
            return IntStream.range(0, random.nextInt(5))
                    .mapToObj(i -> value(element))
                    .toList();
        }
        Class<?> plain = (Class<?>) type;
        if (plain == UUID.class) {
            return new UUID(random.nextLong(), random.nextLong());
        } else if (plain == String.class) {
            return AWKWARD.get(random.nextInt(AWKWARD.size()));
        } else if (plain == Instant.class) {
            return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        } else if (plain == int.class || plain == Integer.class) {
            return random.nextInt();
        } else if (plain == long.class) {
            return random.nextLong();
        } else if (plain == boolean.class) {
            return random.nextBoolean();
        } else if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        } else if (plain.isRecord()) {
            return next(plain);
        }
        throw new IllegalArgumentException("messages have no " + plain);
    }
}
