package dev.slipway.local.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.data.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCommandTest {

    @TempDir
    Path folder;

    @Test
    void theUsersOptionsComeAfterOurOwn() {
        List<String> command = command(" -XX:TieredStopAtLevel=4  -Xmx1g ");

        assertThat(command)
                .containsSubsequence(
                        "-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:TieredStopAtLevel=4", "-Xmx1g", "-jar");
    }

    @Test
    void nothingIsAddedWithoutThem() {
        assertThat(command("")).doesNotContain("").isEqualTo(commandWithout());
    }

    private List<String> command(String options) {
        return command(Map.of("SLIPWAY_JAVA_OPTIONS", options));
    }

    private List<String> commandWithout() {
        return command(Map.of());
    }

    private List<String> command(Map<String, String> environment) {
        return new ServiceCommand(folder, new DataFolder(folder, folder.resolve("runtime")), environment)
                .of(ServiceName.BUILD_SERVICE);
    }
}
