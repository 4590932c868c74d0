package dev.slipway.bench.ceiling;

import dev.slipway.bench.load.Latencies;
import dev.slipway.bench.suite.SampleRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same repository cloned and the same command run by a shell, with neither queue, database nor sandbox. */
public final class BareCheckout {

    private static final String CLONE_AND_RUN =
            "git clone --quiet --depth 1 \"file://$1\" \"$2\" && cd \"$2\" && date +%s%N";

    private BareCheckout() {}

    public static Latencies measure(SampleRepository repository, int rounds) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("slipway-bare-");
        Latencies latencies = new Latencies();
        for (int i = 0; i < rounds; i++) {
            long startNanos = KafkaArrivals.epochNanos();
            Process shell = new ProcessBuilder(
                            "sh",
                            "-c",
                            CLONE_AND_RUN,
                            "bare-checkout",
                            repository.folder().toString(),
                            work.resolve(Integer.toString(i)).toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String executed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (shell.waitFor() != 0) {
                throw new IOException("the bare checkout failed");
            }
            latencies.add(Long.parseLong(executed) - startNanos);
        }
        return latencies;
    }
}
