package dev.slipway.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kit.error.SlipwayException;
import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

class RequestTargetProperties {

    @Property
    void whatever_is_accepted_is_a_plain_path(
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 40) String text) {
        // When
        RequestTarget target;
        try {
            target = RequestTarget.parse("/" + text);
        } catch (SlipwayException refused) {
            return;
        }

        // Then
        assertThat(target.path()).startsWith("/").doesNotContain("//", "\\", ";", "/../", "/./");
        assertThat(RequestTarget.parse(target.path())).isEqualTo(new RequestTarget(target.path(), null));
        assertThat(URI.create(target.path().replace("[", "%5B").replace("]", "%5D"))
                        .normalize()
                        .getRawPath())
                .isEqualTo(target.path().replace("[", "%5B").replace("]", "%5D"));
    }
}
