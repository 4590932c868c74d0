/** DaoCloud's words and times; the source is the dialect page "DaoCloud Services open API". */
@NullMarked
package dev.slipway.dialects.daocloud;

import org.jspecify.annotations.NullMarked;
