package dev.slipway.registry.dialect.oci;

/** The headers that registries and their clients use beside those of HTTP. */
final class OciHeaders {

    static final String API_VERSION = "Docker-Distribution-API-Version";
    static final String CONTENT_DIGEST = "Docker-Content-Digest";
    static final String UPLOAD_ID = "Docker-Upload-UUID";
    static final String SUBJECT = "OCI-Subject";
    static final String FILTERS_APPLIED = "OCI-Filters-Applied";
    static final String RANGE = "Range";
    static final String LINK = "Link";

    private OciHeaders() {}
}
