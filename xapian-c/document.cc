/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boundary.hh"

#include <algorithm>
#include <cmath>

using namespace xc;

size_t xc_number_pack(double number, char out[XC_NUMBER_BYTES])
{
    if (std::isnan(number))
        return 0; /* which sorts first, as minus infinity does */
    return Xapian::sortable_serialise_(number, out);
}

double xc_number_unpack(struct xc_text value)
{
    /* No number has more bytes, and a string of so few allocates nothing: this cannot throw. */
    size_t size = value.bytes == nullptr ? 0 : std::min(value.size, size_t{XC_NUMBER_BYTES});
    return Xapian::sortable_unserialise(size > 0 ? std::string(value.bytes, size) : std::string());
}

int xc_document_new(struct xc_document **ret, struct xc_error *error)
{
    return guard(error, [&] {
        *ret = new xc_document;
        return 0;
    });
}

void xc_document_free(struct xc_document *document)
{
    delete document;
}

int xc_document_reset(struct xc_document *document, struct xc_error *error)
{
    return guard(error, [&] {
        document->document = Xapian::Document();
        document->length = 0;
        return 0;
    });
}

/* Xapian sums a document's wdf in 32 bits, and would wrap silently. */
static void check_length(const xc_document *document, uint32_t wdf_increment)
{
    if (document->length + wdf_increment > XC_MAX_DOCUMENT_LENGTH)
        fail(XC_LIMIT, "a document's wdf sum up to more than %u", XC_MAX_DOCUMENT_LENGTH);
}

int xc_document_add_posting(struct xc_document *document, struct xc_text term, uint32_t position,
                            uint32_t wdf_increment, struct xc_error *error)
{
    return guard(error, [&] {
        check_term(term, "term");
        check_length(document, wdf_increment);
        document->document.add_posting(to_string(term), position, wdf_increment);
        document->length += wdf_increment;
        return 0;
    });
}

int xc_document_add_term(struct xc_document *document, struct xc_text term, uint32_t wdf_increment,
                         struct xc_error *error)
{
    return guard(error, [&] {
        check_term(term, "term");
        check_length(document, wdf_increment);
        document->document.add_term(to_string(term), wdf_increment);
        document->length += wdf_increment;
        return 0;
    });
}

int xc_document_add_filter(struct xc_document *document, struct xc_text term, struct xc_error *error)
{
    return xc_document_add_term(document, term, 0, error);
}

int xc_document_add_value(struct xc_document *document, uint32_t slot, struct xc_text value,
                          struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        check_size(value, XC_MAX_VALUE_BYTES, "a value");
        document->document.add_value(slot, to_string(value));
        return 0;
    });
}

int xc_document_add_number(struct xc_document *document, uint32_t slot, double number, struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        if (std::isnan(number))
            fail(XC_ARGUMENT, "not a number for slot %u", slot);
        document->document.add_value(slot, Xapian::sortable_serialise(number));
        return 0;
    });
}

int xc_document_set_data(struct xc_document *document, struct xc_text data, struct xc_error *error)
{
    return guard(error, [&] {
        check_size(data, XC_MAX_DATA_BYTES, "document data");
        document->document.set_data(to_string(data));
        return 0;
    });
}

int xc_document_data(struct xc_document *document, struct xc_buffer *ret, struct xc_error *error)
{
    return guard(error, [&] {
        fill(ret, document->document.get_data());
        return 0;
    });
}

int xc_document_value(struct xc_document *document, uint32_t slot, struct xc_buffer *ret,
                      struct xc_error *error)
{
    return guard(error, [&] {
        check_slot(slot);
        fill(ret, document->document.get_value(slot));
        return 0;
    });
}
