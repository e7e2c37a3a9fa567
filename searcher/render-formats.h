/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render-formats: what render.c hands an answer to; nobody else's. */
#ifndef CHAJA_SEARCHER_RENDER_FORMATS_H
#define CHAJA_SEARCHER_RENDER_FORMATS_H

#include "searcher/render.h"

void render_json(struct renderer *renderer, struct text query_id, const struct answer *answer);
void render_jsonl(struct renderer *renderer, struct text query_id, const struct answer *answer);
void render_terminal(struct renderer *renderer, struct text query_id, const struct answer *answer);

#endif
