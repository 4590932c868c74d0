package dev.slipway.build.dialect.daocloud;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.slipway.dialects.ErrorCode;
import dev.slipway.kit.error.SlipwayException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The body of a DaoCloud {@code POST …/builds}. It is JSON whatever the Content-Type says: curl's users forget the header. One client wraps
 * everything in {@code data}. Fields that we do not know are none of our business.
 */
final class BuildBody {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private BuildBody() {}

    /** @throws SlipwayException NOT_JSON if it is not JSON, INVALID if it is JSON without a branch */
    static String branch(byte[] body) {
        JsonNode root = parse(body);
        JsonNode branch = root.hasNonNull("branch")
                ? root.get("branch")
                : root.path("data").path("branch");
        if (!branch.isTextual() || branch.textValue().isBlank()) {
            throw SlipwayException.invalid("branch", "is required, as text");
        }
        return branch.textValue();
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root == null || root.isMissingNode()) {
                throw notJson();
            }
            return root;
        } catch (JacksonException e) {
            throw notJson();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SlipwayException notJson() {
        return new SlipwayException(ErrorCode.NOT_JSON, "the body must be JSON, for example {\"branch\": \"master\"}");
    }
}
