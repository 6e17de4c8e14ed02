// SPDX-License-Identifier: GPL-2.0-or-later
#include "deep.h"

#include <pthread.h>
#include <stddef.h>

#define STACK_SIZE ((size_t)1 << 30)

int deep_call(void *(*fn)(void *), void *arg)
{
	pthread_attr_t attr;
	pthread_t thread;
	int ret = pthread_attr_init(&attr);

	if (ret)
		return -ret;
	ret = pthread_attr_setstacksize(&attr, STACK_SIZE);
	if (!ret)
		ret = pthread_create(&thread, &attr, fn, arg);
	pthread_attr_destroy(&attr);
	if (!ret)
		pthread_join(thread, NULL);
	return -ret;
}
