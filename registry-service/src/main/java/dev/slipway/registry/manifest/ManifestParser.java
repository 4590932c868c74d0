package dev.slipway.registry.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.registry.fault.RegistryException;
import dev.slipway.registry.fault.RegistryFault;
import dev.slipway.registry.fault.StorableText;
import dev.slipway.registry.storage.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads manifests of the OCI image specification 1.1 and of Docker's schema 2. Strict where a mistake would store an image that
 * cannot be pulled; fields that it does not know pass.
 */
public final class ManifestParser {

    /** The bound that the OCI distribution specification asks registries to accept at least. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_DESCRIPTORS = 10_000;

    /** The platform's own mapper is not used: what a registry accepts must not hang on how the native API writes JSON. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ManifestParser() {}

    /** @throws RegistryException MANIFEST_INVALID with what is wrong, or DIGEST_INVALID */
    public static ManifestDocument parse(byte[] content, ManifestMediaType mediaType) {
        JsonNode root = readObject(content);
        requireVersion(root);
        requireSameType(root, mediaType);
        return switch (mediaType.shape()) {
            case IMAGE -> image(root, mediaType);
            case INDEX -> index(root, mediaType);
        };
    }

    private static ManifestDocument image(JsonNode root, ManifestMediaType mediaType) {
        Descriptor config = descriptor(root.path("config"), "config");
        List<Descriptor> blobs = new ArrayList<>();
        blobs.add(config);
        blobs.addAll(descriptors(root, "layers"));
        String artifactType = text(root, "artifactType");
        return new ManifestDocument(
                mediaType,
                blobs,
                List.of(),
                subject(root),
                artifactType == null ? config.mediaType() : artifactType,
                annotations(root));
    }

    private static ManifestDocument index(JsonNode root, ManifestMediaType mediaType) {
        return new ManifestDocument(
                mediaType,
                List.of(),
                descriptors(root, "manifests"),
                subject(root),
                text(root, "artifactType"),
                annotations(root));
    }

    private static JsonNode readObject(byte[] content) {
        try {
            JsonNode root = JSON.readTree(content);
            if (root == null || !root.isObject()) {
                throw invalid("a manifest is a JSON object");
            }
            return root;
        } catch (JsonProcessingException notJson) {
            throw new RegistryException(
                    RegistryFault.MANIFEST_INVALID,
                    "the manifest is not JSON: " + notJson.getOriginalMessage(),
                    notJson);
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes in memory cannot fail to be read", impossible);
        }
    }

    private static void requireVersion(JsonNode root) {
        if (root.path("schemaVersion").asInt() != 2) {
            throw invalid("schemaVersion has to be 2");
        }
    }

    /** A manifest whose two types differ would be read as one thing here and as another by its puller. */
    private static void requireSameType(JsonNode root, ManifestMediaType expected) {
        String stated = text(root, "mediaType");
        if (stated != null && !stated.equals(expected.value())) {
            throw invalid("mediaType is " + stated + ", but the Content-Type is " + expected.value());
        }
    }

    private static @Nullable Descriptor subject(JsonNode root) {
        JsonNode subject = root.path("subject");
        return subject.isMissingNode() || subject.isNull() ? null : descriptor(subject, "subject");
    }

    private static List<Descriptor> descriptors(JsonNode root, String field) {
        JsonNode array = root.path(field);
        if (!array.isArray()) {
            throw invalid(field + " has to be a list of descriptors");
        }
        if (array.size() > MAX_DESCRIPTORS) {
            throw invalid(field + " has more than " + MAX_DESCRIPTORS + " entries");
        }
        List<Descriptor> found = new ArrayList<>(array.size());
        for (JsonNode each : array) {
            found.add(descriptor(each, field + "[" + found.size() + "]"));
        }
        return found;
    }

    private static Descriptor descriptor(JsonNode node, String where) {
        String mediaType = text(node, "mediaType");
        String digest = text(node, "digest");
        JsonNode size = node.path("size");
        if (mediaType == null || digest == null || !size.isIntegralNumber() || !size.canConvertToLong()) {
            throw invalid(where + " needs mediaType, digest and size");
        }
        if (size.longValue() < 0) {
            throw invalid(where + ".size is negative");
        }
        boolean external = node.path("urls").size() > 0;
        return new Descriptor(mediaType, Digest.parse(digest), size.longValue(), external);
    }

    private static Map<String, String> annotations(JsonNode root) {
        Map<String, String> found = new HashMap<>();
        for (Map.Entry<String, JsonNode> each : root.path("annotations").properties()) {
            if (!each.getValue().isTextual()) {
                throw invalid("annotations." + each.getKey() + " has to be a text");
            }
            found.put(
                    storable(each.getKey(), "the name of an annotation"),
                    storable(each.getValue().textValue(), "annotations." + each.getKey()));
        }
        return found;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw invalid(field + " has to be a text");
        }
        return storable(value.textValue(), field);
    }

    private static String storable(String text, String what) {
        return StorableText.require(text, RegistryFault.MANIFEST_INVALID, what);
    }

    private static RegistryException invalid(String message) {
        return new RegistryException(RegistryFault.MANIFEST_INVALID, message);
    }
}
