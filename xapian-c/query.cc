/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <algorithm>
#include <cmath>

using namespace xc;

static int hand_out(xc_query **ret, const Xapian::Query &query, unsigned depth, unsigned n_leaves)
{
    *ret = new xc_query{query, depth, n_leaves};
    return 0;
}

static Xapian::Query::op operator_of(xc_operator operation)
{
    switch (operation) {
    case XC_OR:
        return Xapian::Query::OP_OR;
    case XC_AND:
        return Xapian::Query::OP_AND;
    case XC_AND_MAYBE:
        return Xapian::Query::OP_AND_MAYBE;
    case XC_AND_NOT:
        return Xapian::Query::OP_AND_NOT;
    case XC_FILTER:
        return Xapian::Query::OP_FILTER;
    case XC_PHRASE:
        return Xapian::Query::OP_PHRASE;
    case XC_NEAR:
        return Xapian::Query::OP_NEAR;
    case XC_SYNONYM:
        return Xapian::Query::OP_SYNONYM;
    case XC_MAX:
        return Xapian::Query::OP_MAX;
    }
    fail(XC_ARGUMENT, "%d is no operator", static_cast<int>(operation));
}

static void check_weight(double weight, const char *what)
{
    if (!std::isfinite(weight) || weight < 0)
        fail(XC_ARGUMENT, "%s %g is not a finite number of 0 or more", what, weight);
}

static unsigned deeper(unsigned depth)
{
    if (depth >= XC_MAX_QUERY_DEPTH)
        fail(XC_LIMIT, "a query deeper than %u operators", XC_MAX_QUERY_DEPTH);
    return depth + 1;
}

int xc_query_term(struct xc_text term, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        check_term(term, "term");
        return hand_out(ret, Xapian::Query(to_string(term)), 1, 1);
    });
}

namespace
{

/* The postings of a term whose wdf has some of the bits. */
class postings_with_bits : public Xapian::PostingSource
{
  public:
    postings_with_bits(const std::string &of_term, Xapian::termcount of_bits) : term(of_term), bits(of_bits)
    {
    }
    void init(const Xapian::Database &of_database) override
    {
        database = of_database;
        is_begun = false;
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return 0;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return (get_termfreq_max() + 1) / 2;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return database.get_termfreq(term);
    }
    void next(double) override
    {
        if (!begin())
            ++posting;
        pass_over();
    }
    void skip_to(Xapian::docid document, double) override
    {
        begin();
        if (posting != database.postlist_end(term))
            posting.skip_to(document);
        pass_over();
    }
    bool at_end() const override
    {
        return is_begun && posting == database.postlist_end(term);
    }
    Xapian::docid get_docid() const override
    {
        return *posting;
    }
    Xapian::PostingSource *clone() const override
    {
        return new postings_with_bits(term, bits);
    }
    std::string get_description() const override
    {
        return term + " with wdf & " + std::to_string(bits);
    }

  private:
    bool begin()
    {
        if (is_begun)
            return false;
        posting = database.postlist_begin(term);
        return is_begun = true;
    }
    void pass_over()
    {
        while (posting != database.postlist_end(term) && (posting.get_wdf() & bits) == 0)
            ++posting;
    }

    std::string term;
    Xapian::termcount bits;
    Xapian::Database database;
    Xapian::PostingIterator posting;
    bool is_begun = false;
};

} // namespace

int xc_query_term_bits(struct xc_text term, uint32_t bits, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        check_term(term, "term");
        postings_with_bits source(to_string(term), bits); /* the query takes a clone of it */
        return hand_out(ret, Xapian::Query(&source), 1, 1);
    });
}

static void check_window(xc_operator operation, size_t n_queries, uint32_t window)
{
    bool positional = operation == XC_PHRASE || operation == XC_NEAR;
    if (window != 0 && !positional)
        fail(XC_ARGUMENT, "a window of %u for an operator without one", window);
    if (window != 0 && window < n_queries)
        fail(XC_ARGUMENT, "a window of %u for %zu queries", window, n_queries);
}

int xc_query_combine(enum xc_operator operation, const struct xc_query *const *queries, size_t n_queries,
                     uint32_t window, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        Xapian::Query::op op = operator_of(operation);
        check_window(operation, n_queries, window);
        unsigned depth = 0, n_leaves = 0;
        std::vector<Xapian::Query> parts;
        for (size_t i = 0; i < n_queries; i++) {
            if (queries[i] == nullptr)
                fail(XC_ARGUMENT, "query %zu of %zu is NULL", i, n_queries);
            depth = std::max(depth, queries[i]->depth);
            n_leaves += queries[i]->n_leaves;
            if (n_leaves > XC_MAX_QUERY_TERMS)
                fail(XC_LIMIT, "a query of more than %u terms", XC_MAX_QUERY_TERMS);
            parts.push_back(queries[i]->query);
        }
        return hand_out(ret, Xapian::Query(op, parts.begin(), parts.end(), window), deeper(depth), n_leaves);
    });
}

int xc_query_scale(const struct xc_query *query, double factor, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        check_weight(factor, "a factor of");
        return hand_out(ret, Xapian::Query(factor, query->query), deeper(query->depth), query->n_leaves);
    });
}

int xc_query_fixed(const struct xc_query *query, double weight, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        check_weight(weight, "a weight of");
        Xapian::FixedWeightPostingSource source(weight); /* the query takes a clone of it */
        Xapian::Query constant(&source); /* a filter takes its weight from the first part alone */
        return hand_out(ret, Xapian::Query(Xapian::Query::OP_FILTER, constant, query->query),
                        deeper(query->depth), query->n_leaves);
    });
}

int xc_query_value_range(uint32_t slot, struct xc_text low, struct xc_text high, struct xc_query **ret,
                         struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        Xapian::Query range(Xapian::Query::OP_VALUE_RANGE, slot, to_string(low), to_string(high));
        return hand_out(ret, range, 1, 1);
    });
}

int xc_query_value_at_least(uint32_t slot, struct xc_text low, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        return hand_out(ret, Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, to_string(low)), 1, 1);
    });
}

int xc_query_value_at_most(uint32_t slot, struct xc_text high, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        return hand_out(ret, Xapian::Query(Xapian::Query::OP_VALUE_LE, slot, to_string(high)), 1, 1);
    });
}

/* Without WILDCARD_LIMIT_ERROR, by which Xapian leaks weights. */
static int limit_of(xc_wildcard_limit limit)
{
    switch (limit) {
    case XC_MOST_FREQUENT:
        return Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT;
    case XC_FIRST:
        return Xapian::Query::WILDCARD_LIMIT_FIRST;
    }
    fail(XC_ARGUMENT, "%d is no limit of a wildcard", static_cast<int>(limit));
}

int xc_query_wildcard(struct xc_text prefix, uint32_t max_expansion, enum xc_wildcard_limit limit,
                      enum xc_operator combiner, struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] {
        check_term(prefix, "prefix");
        if (max_expansion == 0)
            fail(XC_ARGUMENT, "a wildcard of no terms");
        if (max_expansion > XC_MAX_QUERY_TERMS)
            fail(XC_LIMIT, "a wildcard of more than %u terms", XC_MAX_QUERY_TERMS);
        if (combiner != XC_OR && combiner != XC_SYNONYM && combiner != XC_MAX)
            fail(XC_ARGUMENT, "a wildcard is combined by OR, SYNONYM or MAX");
        Xapian::Query wildcard(Xapian::Query::OP_WILDCARD, to_string(prefix), max_expansion, limit_of(limit),
                               operator_of(combiner));
        return hand_out(ret, wildcard, 1, max_expansion);
    });
}

int xc_query_all(struct xc_query **ret, struct xc_error *error)
{
    /* Not Query::MatchAll: that one is a global, and its reference count is not atomic. */
    return guard(error, [&] { return hand_out(ret, Xapian::Query(std::string()), 1, 1); });
}

int xc_query_nothing(struct xc_query **ret, struct xc_error *error)
{
    return guard(error, [&] { return hand_out(ret, Xapian::Query(), 1, 1); });
}

int xc_query_describe(const struct xc_query *query, struct xc_buffer *ret, struct xc_error *error)
{
    return guard(error, [&] {
        fill(ret, query->query.get_description());
        return 0;
    });
}

void xc_query_free(struct xc_query *query)
{
    delete query;
}
