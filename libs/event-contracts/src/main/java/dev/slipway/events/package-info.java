/**
 * The commands and events that Slipway's services exchange over Kafka: records and nothing else.
 *
 * <p>Every message is a CloudEvent 1.0 in binary mode: attributes in {@code ce_*} headers, the record as JSON (snake_case) in the value,
 * the id of the aggregate whose version it carries as the key. A {@code type} ends in its version. The JSON Schemas beside this
 * source ({@code src/main/resources/schemas}) are generated from these records and checked in; a test refuses any change that a
 * reader of the previous schema could not read.
 */
package dev.slipway.events;
