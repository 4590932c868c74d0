package dev.slipway.kit.error;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a constraint says about a request, in words for the caller: {@code inner_part.source_url: must not be null}. */
final class ConstraintMistakes {

    private static final String BODY = "the body";

    private ConstraintMistakes() {}

    static String describe(ConstraintViolation<?> violation) {
        List<Path.Node> nodes = new ArrayList<>();
        violation.getPropertyPath().forEach(nodes::add);
        return field(violation.getRootBeanClass(), nodes) + ": " + violation.getMessage();
    }

    /** A path begins with our method and its parameter. Below the parameter all names are the caller's. */
    private static String field(Class<?> resource, List<Path.Node> nodes) {
        boolean ofMethod = nodes.size() > 1 && nodes.get(0).getKind() == ElementKind.METHOD;
        if (ofMethod && nodes.size() == 2 && nodes.get(1).getKind() == ElementKind.PARAMETER) {
            return isBody(resource, nodes.get(0), nodes.get(1))
                    ? BODY
                    : snakeCase(nodes.get(1).toString());
        }
        StringBuilder field = new StringBuilder();
        for (Path.Node node : nodes.subList(ofMethod ? 2 : 0, nodes.size())) {
            field.append(field.isEmpty() ? "" : ".").append(node);
        }
        return snakeCase(field.toString());
    }

    /** The one parameter that is not taken from the path, the query or a header. */
    private static boolean isBody(Class<?> resource, Path.Node method, Path.Node parameter) {
        Path.MethodNode called = method.as(Path.MethodNode.class);
        int index = parameter.as(Path.ParameterNode.class).getParameterIndex();
        Class<?>[] types = called.getParameterTypes().toArray(Class<?>[]::new);
        // Interceptors stand in subclasses that repeat the method without its annotations.
        for (Class<?> type = resource; type != null; type = type.getSuperclass()) {
            for (Method candidate : type.getDeclaredMethods()) {
                if (candidate.getName().equals(called.getName())
                        && Arrays.equals(candidate.getParameterTypes(), types)
                        && Arrays.stream(candidate.getParameterAnnotations()[index])
                                .map(annotation -> annotation.annotationType().getName())
                                .anyMatch(ConstraintMistakes::takesFromElsewhere)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean takesFromElsewhere(String annotation) {
        return annotation.startsWith("jakarta.ws.rs.") || annotation.startsWith("org.jboss.resteasy.reactive.");
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }
}
