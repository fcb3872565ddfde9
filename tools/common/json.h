/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* JSON that is always valid and always ASCII, one object a line. */
#include <jansson.h>

#include <linux_sock/linux_sock.h>

json_t *tool_json_object(void);

/* Takes the reference to value over; without memory the tool ends. */
void tool_json_set(json_t *object, const char *key, json_t *value);
void tool_json_append(json_t *array, json_t *value);

/* text is ASCII of our own. */
void tool_json_text(json_t *object, const char *key, const char *text);
void tool_json_number(json_t *object, const char *key, int64_t number);

/* Foreign bytes: key where they are UTF-8 without control characters, else key_hex. */
void tool_json_bytes(json_t *object, const char *key, const char *bytes, size_t n);

/* {"errno": "EINVAL", "message": ...} */
void tool_json_error(json_t *object, const char *key, int err, const char *message);

/* {"address", "family", "af", "form", "fields": {...}, "sockaddr"} */
json_t *tool_json_addr(const struct lsock_addr *addr);

/* One line on stream; drops the reference. */
void tool_json_print(json_t *json, FILE *stream);
