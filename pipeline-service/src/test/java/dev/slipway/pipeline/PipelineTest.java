package dev.slipway.pipeline;

import dev.slipway.testkit.SlipwayInfra;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** pipeline-service with its own PostgreSQL and Kafka. */
@QuarkusTest
@QuarkusTestResource(
        value = SlipwayInfra.class,
        initArgs = @ResourceArg(name = SlipwayInfra.SCHEMA, value = "pipeline"))
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PipelineTest {}
