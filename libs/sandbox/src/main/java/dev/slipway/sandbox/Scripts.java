package dev.slipway.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shell scripts, out of the jar in a folder that only the service may enter.
 *
 * <p>The folder is named after their content and appears whole or not at all: a supervisor that outlives the service goes on reading its
 * own version while a newer service brings another.
 */
record Scripts(Path folder, String enter) {

    private static final List<String> NAMES =
            List.of("process-tree.sh", "supervise.sh", "supervise-detached.sh", "namespaces.sh", "enter.sh");

    static Scripts extract(Path runtimeFolder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : NAMES) {
            texts.put(name, read(name));
        }
        Path folder = runtimeFolder.resolve("scripts-" + digest(texts));
        if (!Files.isDirectory(folder)) {
            Path partial = Files.createTempDirectory(runtimeFolder, "scripts-partial-", PrivateFolders.OWNER_ONLY);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(partial.resolve(text.getKey()), text.getValue());
            }
            try {
                Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | DirectoryNotEmptyException another) {
                PrivateFolders.delete(partial);
            }
        }
        return new Scripts(folder, texts.getOrDefault("enter.sh", ""));
    }

    Path supervise() {
        return folder.resolve("supervise.sh");
    }

    Path superviseDetached() {
        return folder.resolve("supervise-detached.sh");
    }

    Path namespaces() {
        return folder.resolve("namespaces.sh");
    }

    private static String read(String name) throws IOException {
        try (InputStream stream = Scripts.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String digest(Map<String, String> texts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            texts.values().forEach(text -> sha256.update(text.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
