package dev.slipway.dialects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ErrorEnvelopesProperties {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Property
    void any_message_reads_back_as_itself_in_every_json_dialect(
            @ForAll Dialect dialect, @ForAll ErrorCode code, @ForAll String message) throws IOException {
        // When
        Envelope envelope = ErrorEnvelopes.render(dialect, code, message);

        // Then
        if (envelope.contentType().contains("json")) {
            assertThat(JSON.readTree(envelope.body()).findValuesAsText(messageField(dialect)))
                    .contains(message);
        }
    }

    private static String messageField(Dialect dialect) {
        return switch (dialect) {
            case DAOCLOUD, SERVERLESS_CD, OCI, DRONE, HARBOR -> "message";
            case IMAGEBUILD -> "errMsg";
            case CODEARTS -> "error_msg";
            case NATIVE -> "detail";
        };
    }
}
