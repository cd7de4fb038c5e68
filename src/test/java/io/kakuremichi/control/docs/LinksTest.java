package io.kakuremichi.control.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The targets of links in pages exist. */
class LinksTest {
    private static final Pattern ADDRESS = Pattern.compile("\\b(?:https?|wss?)://[^\\s`'\")>|,]+");
    private static final Pattern OF_A_MACHINE = Pattern.compile("(?<![\\w.$}-])/(?:work|root|home|Users|tmp/)\\w*");

    /** Hosts of cited documents and of the local machine. Pages name no others, for example no package registries. */
    private static final Set<String> HOSTS =
            Set.of("localhost", "127.0.0.1", "collector", "keepachangelog.com", "semver.org");

    static java.util.List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Page page) {
        assertThat(page.links()).filteredOn(link -> !link.matches("https?:.*")).allSatisfy(link -> {
            var parts = link.split("#", 2);
            var target = parts[0].isEmpty()
                    ? page.path()
                    : Path.of("").resolve(page.path()).resolveSibling(parts[0]).normalize();
            assertThat(Files.exists(target)).as(target.toString()).isTrue();
            if (parts.length == 2) {
                assertThat(Page.read(target).anchors()).contains(parts[1]);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageNamesForeignHostsOrPlacesOfOneMachine(Page page) {
        assertThat(ADDRESS.matcher(page.text()).results().map(found -> host(found.group())))
                .allMatch(host -> HOSTS.contains(host) || host.endsWith(".example") || host.matches("[A-Z]+"));
        assertThat(OF_A_MACHINE.matcher(page.text()).results().map(found -> found.group()))
                .isEmpty();
    }

    private static String host(String address) {
        return URI.create(address.replaceFirst("[…$].*", "").replaceFirst("[.;]$", ""))
                .getAuthority()
                .replaceFirst(":\\d+$", "");
    }

    @Test
    void everyPageIsInTheIndex() {
        var index = Page.read(Path.of("src/docs/README.md"));
        var listed = index.links().stream()
                .map(link -> Path.of("src/docs")
                        .resolve(link.replaceFirst("#.*", ""))
                        .normalize())
                .collect(Collectors.toSet());

        assertThat(Page.all().stream().map(Page::path).filter(path -> path.startsWith("src/docs")))
                .filteredOn(path -> !path.equals(index.path()))
                .allMatch(listed::contains);
    }
}
