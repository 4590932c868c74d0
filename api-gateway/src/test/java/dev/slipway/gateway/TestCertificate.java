package dev.slipway.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A certificate for localhost, made by the JDK's keytool, as two PEM files. */
record TestCertificate(Path certificate, Path key) {

    private static final String PASSWORD = "password-of-a-test";

    /** Replaces both files, each in one step. */
    X509Certificate renew(String commonName) throws IOException, GeneralSecurityException, InterruptedException {
        Path store = Files.createTempDirectory("certificate-").resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "door",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=" + commonName,
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool made no certificate");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        X509Certificate made = (X509Certificate) keys.getCertificate("door");
        replace(key, "PRIVATE KEY", keys.getKey("door", PASSWORD.toCharArray()).getEncoded());
        replace(certificate, "CERTIFICATE", made.getEncoded());
        return made;
    }

    private static void replace(Path file, String kind, byte[] encoded) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(next, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
