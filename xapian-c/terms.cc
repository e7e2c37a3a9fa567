/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <cstdlib>
#include <cstring>
#include <new>

using namespace xc;

/* A row of terms: from an index, or a list of our own. `waiting` says that the iterator stands on an entry
 * that next has not given yet. */
struct xc_terms {
    Xapian::TermIterator at;
    bool has_frequency = false, has_wdf = false, waiting = true;
    std::vector<std::string> list;
    size_t list_at = 0;
    bool of_list = false;
    std::string name; /* what the last xc_term borrows */

    void advance()
    {
        if (of_list)
            list_at++;
        else
            ++at;
    }

    bool at_end() const
    {
        return of_list ? list_at >= list.size() : at == Xapian::TermIterator();
    }

    std::string here() const
    {
        return of_list ? list[list_at] : *at;
    }
};

namespace xc
{

xc_terms *new_terms(const Xapian::TermIterator &begin, bool has_frequency, bool has_wdf)
{
    auto terms = std::make_unique<xc_terms>();
    terms->at = begin;
    terms->has_frequency = has_frequency;
    terms->has_wdf = has_wdf;
    return terms.release();
}

xc_terms *new_terms(const std::vector<std::string> &list)
{
    auto terms = std::make_unique<xc_terms>();
    terms->list = list;
    terms->of_list = true;
    return terms.release();
}

} // namespace xc

/* A prefix over the limits begins no term. */
static xc_terms *new_terms_if(xc_text prefix, const Xapian::TermIterator &begin, bool has_frequency)
{
    return term_can_exist(prefix) ? new_terms(begin, has_frequency, false)
                                  : new_terms(std::vector<std::string>());
}

int xc_terms_open(struct xc_database *database, struct xc_text prefix, struct xc_terms **ret,
                  struct xc_error *error)
{
    return guard(error, [&] {
        *ret = new_terms_if(prefix, database->index->db.allterms_begin(to_string(prefix)), true);
        return 0;
    });
}

int xc_terms_of_document(struct xc_database *database, uint32_t id, struct xc_terms **ret,
                         struct xc_error *error)
{
    return guard(error, [&] {
        *ret = new_terms(database->index->db.termlist_begin(id), false, true);
        return 0;
    });
}

int xc_terms_of_metadata(struct xc_database *database, struct xc_text prefix, struct xc_terms **ret,
                         struct xc_error *error)
{
    return guard(error, [&] {
        *ret = new_terms_if(prefix, database->index->db.metadata_keys_begin(to_string(prefix)), false);
        return 0;
    });
}

int xc_terms_of_synonyms(struct xc_database *database, struct xc_text term, struct xc_terms **ret,
                         struct xc_error *error)
{
    return guard(error, [&] {
        /* A list, for Xapian's own iterator can't skip. */
        std::vector<std::string> synonyms;
        if (term_can_exist(term))
            synonyms.assign(database->index->db.synonyms_begin(to_string(term)), Xapian::TermIterator());
        *ret = new_terms(synonyms);
        return 0;
    });
}

int xc_terms_with_synonyms(struct xc_database *database, struct xc_text prefix, struct xc_terms **ret,
                           struct xc_error *error)
{
    return guard(error, [&] {
        *ret = new_terms_if(prefix, database->index->db.synonym_keys_begin(to_string(prefix)), false);
        return 0;
    });
}

int xc_terms_of_spellings(struct xc_database *database, struct xc_terms **ret, struct xc_error *error)
{
    return guard(error, [&] {
        *ret = new_terms(database->index->db.spellings_begin(), true, false);
        return 0;
    });
}

void xc_terms_close(struct xc_terms *terms)
{
    delete terms;
}

int xc_terms_next(struct xc_terms *terms, struct xc_term *ret, struct xc_error *error)
{
    return guard(error, [&] {
        if (!terms->waiting && !terms->at_end())
            terms->advance();
        terms->waiting = false;
        if (terms->at_end())
            return 0;
        terms->name = terms->here();
        ret->documents = terms->has_frequency ? terms->at.get_termfreq() : 0;
        ret->wdf = terms->has_wdf ? terms->at.get_wdf() : 0;
        ret->name = to_text(terms->name);
        return 1;
    });
}

int xc_terms_skip(struct xc_terms *terms, struct xc_text name, struct xc_error *error)
{
    return guard(error, [&] {
        std::string wanted = to_string(name);
        if (!terms->waiting && !terms->at_end())
            terms->advance();
        terms->waiting = true;
        /* Some of Xapian's rows would go back. */
        if (!terms->of_list && !terms->at_end() && terms->here() < wanted)
            terms->at.skip_to(wanted);
        while (terms->of_list && !terms->at_end() && terms->here() < wanted)
            terms->advance();
        return 0;
    });
}

struct xc_postings {
    Xapian::PostingIterator at;
    bool waiting = true;

    bool at_end() const
    {
        return at == Xapian::PostingIterator();
    }
};

int xc_postings_open(struct xc_database *database, struct xc_text term, struct xc_postings **ret,
                     struct xc_error *error)
{
    return guard(error, [&] {
        auto postings = std::make_unique<xc_postings>();
        if (term_can_exist(term))
            postings->at = database->index->db.postlist_begin(to_string(term));
        *ret = postings.release();
        return 0;
    });
}

void xc_postings_close(struct xc_postings *postings)
{
    delete postings;
}

int xc_postings_next(struct xc_postings *postings, struct xc_posting *ret, struct xc_error *error)
{
    return guard(error, [&] {
        if (!postings->waiting && !postings->at_end())
            ++postings->at;
        postings->waiting = false;
        if (postings->at_end())
            return 0;
        xc_posting posting = {*postings->at, postings->at.get_wdf(), postings->at.get_doclength()};
        *ret = posting;
        return 1;
    });
}

int xc_postings_skip(struct xc_postings *postings, uint32_t id, struct xc_error *error)
{
    return guard(error, [&] {
        if (!postings->waiting && !postings->at_end())
            ++postings->at;
        postings->waiting = true;
        if (!postings->at_end())
            postings->at.skip_to(id);
        return 0;
    });
}

int xc_database_positions(struct xc_database *database, uint32_t id, struct xc_text term,
                          uint32_t **ret_positions, size_t *ret_n_positions, struct xc_error *error)
{
    return guard(error, [&] {
        std::vector<uint32_t> positions;
        if (term.size > 0 && term_can_exist(term)) {
            Xapian::PositionIterator at = database->index->db.positionlist_begin(id, to_string(term));
            for (; at != Xapian::PositionIterator(); ++at)
                positions.push_back(*at);
        }
        uint32_t *copy = nullptr;
        if (!positions.empty()) {
            copy = static_cast<uint32_t *>(malloc(positions.size() * sizeof *copy));
            if (copy == nullptr)
                throw std::bad_alloc();
            memcpy(copy, positions.data(), positions.size() * sizeof *copy);
        }
        *ret_positions = copy;
        *ret_n_positions = positions.size();
        return 0;
    });
}
