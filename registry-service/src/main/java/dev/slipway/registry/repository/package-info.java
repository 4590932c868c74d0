/** Repositories, their names, and who may do what with them. */
package dev.slipway.registry.repository;
