package dev.slipway.local.command;

import dev.slipway.local.data.DataFolder;
import dev.slipway.local.data.Secrets;
import dev.slipway.local.progress.Progress;

/** What the user needs to know once everything is ready. */
final class Welcome {

    private Welcome() {}

    static void print(Progress progress, DataFolder folder, Secrets.AdminToken token, String url) {
        Secrets secrets = new Secrets(folder);
        String file = secrets.adminTokenFile().toString();
        if (token.isToBeShown()) {
            progress.say("Administrator's token (shown this once, kept in " + file + "): " + token.token());
            secrets.adminTokenShown();
        } else {
            progress.say("Administrator's token: " + file);
        }
        progress.say("API reference: " + url + "/openapi/ui   health of everything: " + url + "/healthz");
    }
}
