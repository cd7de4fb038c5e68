package io.kakuremichi.control.browser;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Makes the pictures of the console that pages of the documentation show:
 *
 * <pre>./mvnw verify -Dscreenshots -Dit.test=ScreenshotsIT -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@BrowserTest
@EnabledIfSystemProperty(named = "screenshots", matches = ".*")
class ScreenshotsIT {
    private static final Path IMAGES = Path.of("src", "docs", "images");

    @Test
    void overview(Consoles consoles) throws IOException {
        take(consoles, "", ColorScheme.LIGHT, "console-overview");
    }

    @Test
    void tunnels(Consoles consoles) throws IOException {
        take(consoles, "tunnels", ColorScheme.DARK, "console-tunnels");
    }

    @Test
    void agent(Consoles consoles) throws IOException {
        take(consoles, consoles.control().scene().pages().get(2), ColorScheme.LIGHT, "console-agent");
    }

    @Test
    void certificates(Consoles consoles) throws IOException {
        take(consoles, "certificates", ColorScheme.LIGHT, "console-certificates");
    }

    private static void take(Consoles consoles, String path, ColorScheme colors, String name) throws IOException {
        consoles.control().scene();
        var console =
                consoles.as("admin", options -> options.setColorScheme(colors).setViewportSize(1120, 700));
        console.open(path).awaitData();
        Files.createDirectories(IMAGES);
        SmallPng.write(console.page().screenshot(), IMAGES.resolve(name + ".png"));
    }
}
