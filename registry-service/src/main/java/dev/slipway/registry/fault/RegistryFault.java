package dev.slipway.registry.fault;

/**
 * What can be wrong with a call to the registry. The words are the error codes of the OCI distribution specification 1.1 (section
 * "Error Codes"), which are the domain's own; which HTTP status each has is the dialect's business.
 */
public enum RegistryFault {
    ARTIFACT_TYPE_INVALID,
    BLOB_UNKNOWN,
    BLOB_UPLOAD_INVALID,
    BLOB_UPLOAD_UNKNOWN,
    /** Another request is writing to the same upload just now. */
    BLOB_UPLOAD_BUSY,
    /** A chunk does not begin where the upload stands. */
    BLOB_UPLOAD_OUT_OF_ORDER,
    BLOB_TOO_LARGE,
    /** The blob or manifest is part of another manifest of the same repository. */
    CONTENT_IN_USE,
    DIGEST_INVALID,
    MANIFEST_BLOB_UNKNOWN,
    MANIFEST_INVALID,
    MANIFEST_TOO_LARGE,
    MANIFEST_UNKNOWN,
    NAME_INVALID,
    NAME_UNKNOWN,
    PAGINATION_NUMBER_INVALID,
    SIZE_INVALID,
    TAG_INVALID,
    UNAUTHORIZED,
    DENIED,
    /** The disk is full or about to be. */
    STORAGE_FULL,
    /** As many bodies are read at once as may be. */
    TOO_MANY_UPLOADS
}
