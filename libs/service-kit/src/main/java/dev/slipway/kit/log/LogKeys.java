package dev.slipway.kit.log;

/** The keys under which logs say what a line is about. Values are ids and names; never payloads, never secrets. */
public final class LogKeys {

    public static final String FLOW_ID = "flowId";
    public static final String BUILD_ID = "buildId";
    public static final String JOB_ID = "jobId";
    public static final String PIPELINE_ID = "pipelineId";
    public static final String RUN_ID = "runId";
    public static final String APP_ID = "appId";
    public static final String ACTION_ID = "actionId";
    public static final String ENDPOINT_ID = "endpointId";
    public static final String DELIVERY_ID = "deliveryId";
    public static final String REPOSITORY_ID = "repositoryId";
    public static final String PRINCIPAL = "principal";
    public static final String DIALECT = "dialect";
    public static final String REQUEST_ID = "requestId";

    private LogKeys() {}
}
