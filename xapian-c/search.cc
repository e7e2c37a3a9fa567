/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cmath>
#include <numeric>
#include <utility>

using namespace xc;

/* ---- the deadline ---- */

namespace
{

using steady = std::chrono::steady_clock;

struct deadline {
    steady::time_point end;
    unsigned n_asked = 0;
    bool passed = false;

    /* Reads the clock at every 16th match only. */
    bool is_over()
    {
        if (!passed && n_asked++ % 16 == 0)
            passed = steady::now() >= end;
        return passed;
    }
};

/* Every document, until the time is up. As a filter beside the query it ends the match as if the index
 * ended there, so what was found so far comes back ranked. (Enquire::set_time_limit() has no effect on
 * most queries, and leaving by an exception loses the matches.) */
class until_deadline : public Xapian::FixedWeightPostingSource
{
  public:
    explicit until_deadline(const std::shared_ptr<deadline> &shared)
        : Xapian::FixedWeightPostingSource(0), limit(shared)
    {
    }
    bool at_end() const override
    {
        return limit->is_over() || Xapian::FixedWeightPostingSource::at_end();
    }
    Xapian::FixedWeightPostingSource *clone() const override
    {
        return new until_deadline(limit);
    }

  private:
    std::shared_ptr<deadline> limit;
};

} // namespace

/* ---- the caller's decider ---- */

struct xc_candidate {
    const Xapian::Document &document;
};

namespace
{

class c_decider : public Xapian::MatchDecider
{
  public:
    c_decider(xc_accept function, void *its_context) : accept(function), context(its_context)
    {
    }
    bool operator()(const Xapian::Document &document) const override
    {
        xc_candidate candidate = {document};
        failure thrown = {{XC_OK, ""}};
        int result = accept(context, &candidate, &thrown.error);
        if (result >= 0)
            return result > 0;
        if (thrown.error.code == XC_OK)
            fail(XC_CALLBACK, "the decider failed at document %u", document.get_docid());
        throw thrown;
    }

  private:
    xc_accept accept;
    void *context;
};

} // namespace

uint32_t xc_candidate_id(const struct xc_candidate *candidate)
{
    return candidate->document.get_docid();
}

int xc_candidate_data(const struct xc_candidate *candidate, struct xc_buffer *ret, struct xc_error *error)
{
    return guard(error, [&] {
        fill(ret, candidate->document.get_data());
        return 0;
    });
}

int xc_candidate_value(const struct xc_candidate *candidate, uint32_t slot, struct xc_buffer *ret,
                       struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        fill(ret, candidate->document.get_value(slot));
        return 0;
    });
}

/* ---- settings ---- */

struct xc_search {
    std::shared_ptr<open_index> index;
    Xapian::Query query;
    xc_weighting weighting = {XC_BM25, 1, 0, 1, 0.5, 0.5, 1};
    xc_sort sort = XC_BY_RELEVANCE;
    uint32_t sort_slot = 0;
    bool ascending = false;
    uint32_t collapse_slot = 0, collapse_max = 0;
    uint32_t deadline_ms = 0;
    xc_accept accept = nullptr;
    void *context = nullptr;
};

int xc_search_new(struct xc_database *database, struct xc_search **ret, struct xc_error *error)
{
    return guard(error, [&] {
        auto search = std::make_unique<xc_search>();
        search->index = database->index;
        *ret = search.release();
        return 0;
    });
}

void xc_search_free(struct xc_search *search)
{
    delete search;
}

int xc_search_set_query(struct xc_search *search, const struct xc_query *query, struct xc_error *error)
{
    return guard(error, [&] {
        search->query = query->query;
        return 0;
    });
}

static void check_parameter(double value, double max, const char *name)
{
    if (!std::isfinite(value) || value < 0 || value > max)
        fail(XC_ARGUMENT, "%s %g of the weighting is out of range", name, value);
}

int xc_search_set_weighting(struct xc_search *search, const struct xc_weighting *weighting,
                            struct xc_error *error)
{
    return guard(error, [&] {
        if (weighting->kind != XC_BM25 && weighting->kind != XC_BM25_PLUS && weighting->kind != XC_BOOL)
            fail(XC_ARGUMENT, "%d is no weighting", static_cast<int>(weighting->kind));
        if (weighting->kind != XC_BOOL) {
            check_parameter(weighting->k1, HUGE_VAL, "k1");
            check_parameter(weighting->k2, HUGE_VAL, "k2");
            check_parameter(weighting->k3, HUGE_VAL, "k3");
            check_parameter(weighting->b, 1, "b");
            check_parameter(weighting->min_normlen, 1, "min_normlen");
        }
        if (weighting->kind == XC_BM25_PLUS)
            check_parameter(weighting->delta, HUGE_VAL, "delta");
        search->weighting = *weighting;
        return 0;
    });
}

int xc_search_set_sort(struct xc_search *search, enum xc_sort sort, uint32_t slot, int ascending,
                       struct xc_error *error)
{
    return guard(error, [&] {
        if (sort < XC_BY_RELEVANCE || sort > XC_BY_RELEVANCE_THEN_VALUE)
            fail(XC_ARGUMENT, "%d is no order", static_cast<int>(sort));
        if (sort != XC_BY_RELEVANCE)
            check_slot(slot);
        search->sort = sort;
        search->sort_slot = slot;
        search->ascending = ascending != 0;
        return 0;
    });
}

int xc_search_set_collapse(struct xc_search *search, uint32_t slot, uint32_t max_each, struct xc_error *error)
{
    return guard(error, [&] {
        if (max_each > 0)
            check_slot(slot);
        search->collapse_slot = slot;
        search->collapse_max = max_each;
        return 0;
    });
}

int xc_search_set_deadline_ms(struct xc_search *search, uint32_t deadline_ms, struct xc_error *)
{
    search->deadline_ms = deadline_ms;
    return 0;
}

int xc_search_set_decider(struct xc_search *search, xc_accept accept, void *context, struct xc_error *)
{
    search->accept = accept;
    search->context = context;
    return 0;
}

/* ---- running ---- */

namespace
{

/* What a match keeps of its own; `values`, `terms` only when they were asked for. */
struct found {
    std::string collapse_key, data;
    std::vector<std::pair<uint32_t, std::string>> values;
    std::vector<std::string> terms;
};

struct page {
    uint32_t offset, limit, check_at_least;
    unsigned fetch;
};

} // namespace

struct xc_matches {
    Xapian::Database db;
    Xapian::Enquire enquire;
    Xapian::MSet mset;
    std::vector<found> kept;
    unsigned fetched = XC_FETCH_NONE;
    Xapian::doccount at = 0;
    bool partial = false;

    xc_matches(const Xapian::Database &of, const Xapian::Enquire &from) : db(of), enquire(from)
    {
    }
};

static void apply_weighting(Xapian::Enquire &enquire, const xc_weighting &use)
{
    switch (use.kind) {
    case XC_BM25:
        enquire.set_weighting_scheme(Xapian::BM25Weight(use.k1, use.k2, use.k3, use.b, use.min_normlen));
        return;
    case XC_BM25_PLUS:
        enquire.set_weighting_scheme(
            Xapian::BM25PlusWeight(use.k1, use.k2, use.k3, use.b, use.min_normlen, use.delta));
        return;
    case XC_BOOL:
        enquire.set_weighting_scheme(Xapian::BoolWeight());
    }
}

static void apply_sort(Xapian::Enquire &enquire, const xc_search *search)
{
    bool descending = !search->ascending;
    switch (search->sort) {
    case XC_BY_RELEVANCE:
        return;
    case XC_BY_VALUE:
        enquire.set_sort_by_value(search->sort_slot, descending);
        return;
    case XC_BY_VALUE_THEN_RELEVANCE:
        enquire.set_sort_by_value_then_relevance(search->sort_slot, descending);
        return;
    case XC_BY_RELEVANCE_THEN_VALUE:
        enquire.set_sort_by_relevance_then_value(search->sort_slot, descending);
    }
}

static Xapian::Query bounded(const Xapian::Query &query, const std::shared_ptr<deadline> &limit)
{
    if (limit == nullptr || query.empty())
        return query;
    until_deadline source(limit); /* the query takes a clone of it */
    return Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(&source));
}

/* Which terms of the query the documents hold, in byte order, as all rows of terms are. Asked of the terms' own
 * postings: Enquire::get_matching_terms_begin() reads the documents' term lists, which takes as long as they are, and
 * of damaged ones one in three was a segmentation fault in glass. */
static std::vector<std::vector<std::string>> matching_terms(const xc_matches *matches,
                                                            const std::vector<Xapian::docid> &documents)
{
    std::vector<std::vector<std::string>> terms(documents.size());
    std::vector<size_t> by_id(documents.size());
    std::iota(by_id.begin(), by_id.end(), size_t{0});
    std::sort(by_id.begin(), by_id.end(), [&](size_t a, size_t b) { return documents[a] < documents[b]; });
    const Xapian::Query &query = matches->enquire.get_query();
    for (auto term = query.get_unique_terms_begin(); term != query.get_unique_terms_end(); ++term) {
        auto posting = matches->db.postlist_begin(*term), end = matches->db.postlist_end(*term);
        for (size_t place : by_id) {
            if (posting == end)
                break;
            posting.skip_to(documents[place]);
            if (posting != end && *posting == documents[place])
                terms[place].push_back(*term);
        }
    }
    for (auto &row : terms)
        std::sort(row.begin(), row.end());
    return terms;
}

static void keep_terms(xc_matches *matches)
{
    std::vector<Xapian::docid> documents;
    for (auto match = matches->mset.begin(); match != matches->mset.end(); ++match)
        documents.push_back(*match);
    auto terms = matching_terms(matches, documents);
    for (size_t place = 0; place < terms.size(); place++)
        matches->kept[place].terms = std::move(terms[place]);
}

static void keep_match(xc_matches *matches, const Xapian::MSetIterator &match, found *ret)
{
    ret->collapse_key = match.get_collapse_key();
    if (matches->fetched & (XC_FETCH_DATA | XC_FETCH_VALUES)) {
        Xapian::Document document = match.get_document();
        if (matches->fetched & XC_FETCH_DATA)
            ret->data = document.get_data();
        if (matches->fetched & XC_FETCH_VALUES)
            for (auto value = document.values_begin(); value != document.values_end(); ++value)
                ret->values.emplace_back(value.get_valueno(), *value);
    }
}

static std::unique_ptr<xc_matches> run_once(const xc_search *search, const page &wanted,
                                            const std::shared_ptr<deadline> &limit)
{
    Xapian::Enquire enquire(search->index->db);
    enquire.set_query(bounded(search->query, limit));
    apply_weighting(enquire, search->weighting);
    apply_sort(enquire, search);
    if (search->collapse_max > 0)
        enquire.set_collapse_key(search->collapse_slot, search->collapse_max);
    c_decider decider(search->accept, search->context);
    auto matches = std::make_unique<xc_matches>(search->index->db, enquire);
    matches->fetched = wanted.fetch;
    matches->mset = enquire.get_mset(wanted.offset, wanted.limit, wanted.check_at_least, nullptr,
                                     search->accept != nullptr ? &decider : nullptr);
    matches->kept.resize(matches->mset.size());
    for (Xapian::doccount i = 0; i < matches->mset.size(); i++)
        keep_match(matches.get(), matches->mset[i], &matches->kept[i]);
    if (wanted.fetch & XC_FETCH_TERMS)
        keep_terms(matches.get());
    matches->partial = limit != nullptr && limit->passed;
    return matches;
}

/* Whether to run again after this error: when the index has changed, and also when an old state reads as
 * damaged and there is a newer one (the old one's blocks were used again). */
static bool is_worth_another_try(xc_search *search, xc_error *error)
{
    if (error->code == XC_CHANGED)
        return guard(error, [&] { return search->index->reopen() ? 1 : 0; }) >= 0;
    xc_error ignored;
    return error->code == XC_CORRUPT && guard(&ignored, [&] { return search->index->reopen() ? 1 : 0; }) > 0;
}

static void check_page(const page &wanted)
{
    if (uint64_t{wanted.offset} + wanted.limit > XC_MAX_PAGE_END)
        fail(XC_LIMIT, "matches %u to %" PRIu64 " are over the limit of %u", wanted.offset,
             uint64_t{wanted.offset} + wanted.limit, XC_MAX_PAGE_END);
    if (wanted.fetch & ~unsigned{XC_FETCH_DATA | XC_FETCH_VALUES | XC_FETCH_TERMS})
        fail(XC_ARGUMENT, "0x%x are no flags to fetch with", wanted.fetch);
}

int xc_search_run(struct xc_search *search, uint32_t offset, uint32_t limit, uint32_t check_at_least,
                  unsigned fetch, struct xc_matches **ret, struct xc_error *error)
{
    const page wanted = {offset, limit, check_at_least, fetch};
    std::shared_ptr<deadline> until;
    int result = guard(error, [&] {
        check_page(wanted);
        if (search->deadline_ms > 0) {
            until = std::make_shared<deadline>();
            until->end = steady::now() + std::chrono::milliseconds(search->deadline_ms);
        }
        return 0;
    });
    if (result < 0)
        return result;
    for (int tries = 1;; tries++) {
        result = guard(error, [&] {
            *ret = run_once(search, wanted, until).release();
            return 0;
        });
        if (result == 0 || tries == XC_MAX_TRIES || !is_worth_another_try(search, error))
            return result;
    }
}

void xc_matches_close(struct xc_matches *matches)
{
    delete matches;
}

/* ---- what was found ---- */

/* Xapian's own percentage counts the parts of the query that match, and the deadline's source among them. */
static unsigned percent_of(double weight, double best)
{
    const double rounding = 1e-9;
    return best > 0 ? static_cast<unsigned>(100 * weight / best + rounding) : 100;
}

int xc_matches_next(struct xc_matches *matches, struct xc_match *ret, struct xc_error *error)
{
    return guard(error, [&] {
        if (matches->at >= matches->mset.size())
            return 0;
        Xapian::MSetIterator match = matches->mset[matches->at];
        const found &kept = matches->kept[matches->at];
        xc_match filled = {};
        filled.id = *match;
        filled.rank = match.get_rank();
        filled.weight = match.get_weight();
        filled.percent = percent_of(filled.weight, matches->mset.get_max_attained());
        filled.collapse_count = match.get_collapse_count();
        filled.collapse_key = to_text(kept.collapse_key);
        if (matches->fetched & XC_FETCH_DATA)
            filled.data = to_text(kept.data);
        *ret = filled;
        matches->at++;
        return 1;
    });
}

uint32_t xc_matches_size(const struct xc_matches *matches)
{
    return matches->mset.size();
}

void xc_matches_totals(const struct xc_matches *matches, struct xc_totals *ret)
{
    const Xapian::MSet &mset = matches->mset;
    *ret = {mset.get_matches_lower_bound(), mset.get_matches_estimated(), mset.get_matches_upper_bound(),
            mset.get_max_attained(), mset.get_max_possible()};
}

int xc_matches_is_partial(const struct xc_matches *matches)
{
    return matches->partial ? 1 : 0;
}

/* The place on this page of the match with this rank. */
static Xapian::doccount place_of(const xc_matches *matches, uint32_t rank)
{
    Xapian::doccount first = matches->mset.get_firstitem();
    if (rank < first || rank - first >= matches->mset.size())
        fail(XC_ARGUMENT, "no match of rank %u on this page", rank);
    return rank - first;
}

int xc_match_data(struct xc_matches *matches, uint32_t rank, struct xc_buffer *ret, struct xc_error *error)
{
    return guard(error, [&] {
        Xapian::doccount place = place_of(matches, rank);
        if (matches->fetched & XC_FETCH_DATA)
            fill(ret, matches->kept[place].data);
        else
            fill(ret, matches->mset[place].get_document().get_data());
        return 0;
    });
}

static std::string kept_value(const found &kept, uint32_t slot)
{
    for (const auto &value : kept.values)
        if (value.first == slot)
            return value.second;
    return std::string();
}

int xc_match_value(struct xc_matches *matches, uint32_t rank, uint32_t slot, struct xc_buffer *ret,
                   struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        Xapian::doccount place = place_of(matches, rank);
        if (matches->fetched & XC_FETCH_VALUES)
            fill(ret, kept_value(matches->kept[place], slot));
        else
            fill(ret, matches->mset[place].get_document().get_value(slot));
        return 0;
    });
}

int xc_match_terms(struct xc_matches *matches, uint32_t rank, struct xc_terms **ret, struct xc_error *error)
{
    return guard(error, [&] {
        Xapian::doccount place = place_of(matches, rank);
        if (matches->fetched & XC_FETCH_TERMS)
            *ret = new_terms(matches->kept[place].terms);
        else
            *ret = new_terms(matching_terms(matches, {*matches->mset[place]})[0]);
        return 0;
    });
}

int xc_matches_term_weight(const struct xc_matches *matches, struct xc_text term, struct xc_term_weight *ret,
                           struct xc_error *error)
{
    int result = guard(error, [&] {
        check_term(term, "term");
        std::string name = to_string(term);
        double weight = matches->mset.get_termweight(name);
        *ret = {matches->mset.get_termfreq(name), weight};
        return 0;
    });
    if (result < 0 && error->code == XC_ARGUMENT)
        error->code = XC_NOT_FOUND;
    return result;
}
