/* reason.h - why the system refused something, in words for people. */
#ifndef REASON_H
#define REASON_H

const char *reason_of(int error); /* of errno: "không có tệp hoặc thư mục này"; its name where nobody can do anything about it */

#endif
