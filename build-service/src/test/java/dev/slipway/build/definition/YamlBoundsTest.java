package dev.slipway.build.definition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class YamlBoundsTest {

    /** Files made to hurt the reader; each is at most a little larger than 1 MiB. */
    enum Bomb {
        BILLION_LAUGHS {
            @Override
            String content() {
                StringBuilder bomb = new StringBuilder("a0: &a0 [ lol, lol, lol ]\n");
                for (int level = 1; level < 40; level++) {
                    String before = "*a" + (level - 1);
                    bomb.append(
                            "a%d: &a%d [ %s, %s, %s, %s ]\n".formatted(level, level, before, before, before, before));
                }
                return bomb + "pipeline: { a: { commands: *a39 } }\n";
            }
        },
        MERGE_BOMB {
            @Override
            String content() {
                StringBuilder bomb = new StringBuilder("x-0: &a0 { K0: v }\n");
                for (int level = 1; level < 25; level++) {
                    bomb.append("x-%d: &a%d { <<: [ *a%d, *a%d ], K%d: v }\n"
                            .formatted(level, level, level - 1, level - 1, level));
                }
                return bomb + "pipeline: { a: { commands: [ x ], environment: { <<: *a24, bad-name: x } } }\n";
            }
        },
        MERGES_ITSELF {
            @Override
            String content() {
                return "pipeline: &p\n  <<: *p\n  a: &a { <<: *a, commands: 1, comands: 2 }\n";
            }
        },
        DEEP_FLOW {
            @Override
            String content() {
                return "pipeline: " + "[".repeat(1_000_000);
            }
        },
        DEEP_MAP_OF_MAPS {
            @Override
            String content() {
                return "{a: ".repeat(250_000);
            }
        },
        DEEP_BLOCK {
            @Override
            String content() {
                StringBuilder nested = new StringBuilder();
                for (int depth = 0; depth < 1_400; depth++) {
                    nested.append(" ".repeat(depth)).append("a:\n");
                }
                return nested.toString();
            }
        },
        DEEP_LIST {
            @Override
            String content() {
                return "- ".repeat(500_000);
            }
        },
        MANY_VALUES {
            @Override
            String content() {
                return "pipeline: [" + "1,".repeat(500_000) + "]";
            }
        },
        MANY_KEYS {
            @Override
            String content() {
                StringBuilder keys = new StringBuilder("pipeline:\n");
                for (int key = 0; key < 90_000; key++) {
                    keys.append(" k").append(key).append(":\n");
                }
                return keys + " k1:\n";
            }
        },
        MANY_ANCHORS {
            @Override
            String content() {
                return "pipeline: [" + "&a 1,".repeat(200_000) + "]";
            }
        },
        LONG_KEY {
            @Override
            String content() {
                return "? " + "k".repeat(1_000_000) + "\n: v\n";
            }
        },
        UNENDED_QUOTE {
            @Override
            String content() {
                return "pipeline: \"" + "\\\n".repeat(500_000);
            }
        },
        TOO_LARGE {
            @Override
            String content() {
                return "#" + "x".repeat(YamlFile.MAX_BYTES);
            }
        };

        abstract String content();
    }

    @ParameterizedTest
    @EnumSource(Bomb.class)
    void refusesABombInBoundedTime(Bomb bomb) {
        // Given
        byte[] content = bomb.content().getBytes(UTF_8);

        // When, Then
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThatExceptionOfType(DefinitionException.class)
                        .isThrownBy(() -> DroneYaml.parse(content, ".drone.yml"))
                        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(500)));
    }
}
