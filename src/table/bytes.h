/* bytes.h - inside table/: numbers out of little-endian bytes. */
#ifndef BYTES_H
#define BYTES_H

#include "base/base.h"

static inline uint16_t le16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t le32(const unsigned char *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline double le_double(const unsigned char *p)
{
	uint64_t bits = le32(p) | (uint64_t)le32(p + 4) << 32;
	double v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

#endif
