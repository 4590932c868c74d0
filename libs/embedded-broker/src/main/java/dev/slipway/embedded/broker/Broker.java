package dev.slipway.embedded.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Broker and controller in one process: {@code Broker <server.properties> [--end-with-parent]}.
 *
 * <p>The first start on an empty folder formats it. The line {@value #READY} on standard output is the signal that clients may
 * connect; nothing else is printed there. SIGTERM stops in order. With {@value #END_WITH_PARENT} the process also ends when its
 * standard input is closed, which the operating system does when the parent dies in whatever way.
 */
public final class Broker {

    static final String READY = "READY";
    static final String END_WITH_PARENT = "--end-with-parent";

    private Broker() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(reader);
        }
        formatIfEmpty(properties);
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop-broker"));
        server.startup();
        if (Arrays.asList(arguments).contains(END_WITH_PARENT)) {
            endWithParent();
        }
        System.out.println(READY);
        server.awaitShutdown();
    }

    private static void formatIfEmpty(Properties properties) throws Exception {
        Path data = Path.of(properties.getProperty("log.dirs"));
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        new Formatter()
                .setPrintStream(System.err)
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(properties.getProperty("controller.listener.names"))
                .addDirectory(data.toString())
                .setMetadataLogDirectory(data.toString())
                .run();
    }

    private static void endWithParent() {
        Thread watch = new Thread(Broker::exitAtEndOfInput, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void exitAtEndOfInput() {
        try (InputStream input = System.in) {
            while (input.read() >= 0) {
                // The parent writes nothing; only the end of the stream matters.
            }
        } catch (IOException broken) {
            System.err.println("The pipe to the parent broke, stopping: " + broken.getMessage());
        }
        System.exit(0);
    }
}
