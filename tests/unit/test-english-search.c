/* SPDX-License-Identifier: GPL-2.0-or-later */
/* English and technical words from end to end: which query finds which text, and which text comes first. */
#include "tests/unit/library.h"

struct row {
    const char *text, *queries; /* with '|' between */
};

static const struct row rows[] = {
    {"const [n, setN] = useState(0)",
     "useState|usestate|use state|useState()|use_state|use-state|UseState|setN"},
    {"we use state here", "useState|use_state|usestate|use-state"},
    {"the XMLHttpRequest object",
     "XMLHttpRequest|xmlhttprequest|xml http request|http request|XmlHttpRequest|xml_http_request"},
    {"call getElementById(id)",
     "getElementById|getelementbyid|get element by id|getElementById()|element by id"},
    {"the HTML5Parser class", "HTML5Parser|html5parser|html5 parser|html 5 parser|parser|html5|html"},
    {"node --max-old-space-size=4096 app", "--max-old-space-size|max-old-space-size|max_old_space_size|max "
                                           "old space size|maxOldSpaceSize|old space"},
    {"set max_old_space_size now",
     "--max-old-space-size|max_old_space_size|maxOldSpaceSize|max old space size|MAX_OLD_SPACE_SIZE"},
    {"the MAX_VALUE constant", "MAX_VALUE|max_value|max value|maxValue|MaxValue|max-value"},
    {"the maxValue property", "MAX_VALUE|max value|max_value"},
    {"an np.float32 array", "np.float32|float32|np float32|float 32|np"},
    {"a std::vector of ints", "std::vector|vector|std vector|std"},
    {"foo::bar::baz is called", "foo::bar::baz|foo::bar|bar::baz|foo bar baz|baz"},
    {"@Component({}) class A", "@Component|component|Component"},
    {"@Component decorated", "@component"},
    {"#include \\<stdio.h> first", "#include|include|stdio.h|stdio|<stdio.h>"},
    {"inject $scope here", "$scope|scope"},
    {"use v-if in Vue", "v-if|vif"},
    {"the data-id attribute", "data-id|data id|dataId|data_id|dataid"},
    {"i18n of the app", "i18n|I18N"},
    {"a k8s cluster", "k8s|K8s|K8S"},
    {"es6 modules", "es6|ES6|ES 6"},
    {"encoded as utf-8 text", "utf-8|utf8|UTF-8|UTF8|utf 8"},
    {"encoded in utf8 text", "utf-8|utf8|UTF-8|utf_8|utf 8"},
    {"encoded in UTF 8 text", "utf-8|utf8"},
    {"ask GPT-4 today", "GPT-4|GPT4|gpt4|gpt-4|gpt_4|gpt 4|GPT"},
    {"ask GPT4 today", "GPT-4|GPT4|gpt4|gpt 4|GPT"},
    {"ask GPT 4 today", "GPT-4|GPT4|gpt4"},
    {"run node.js here", "node.js|nodejs|Node.js|NodeJS|node js|node|NODE.JS"},
    {"run nodejs here", "node.js|nodejs|NodeJS|node js"},
    {"run NodeJS here", "node.js|nodejs|NodeJS|node js"},
    {"run Node JS here", "node.js|nodejs|node js"},
    {"the .NET runtime", ".NET|.net|net"},
    {"written in C++", "C++|c++"},
    {"written in C#", "C#|c#"},
    {"written in F#", "F#|f#"},
    {"over TCP/IP", "TCP/IP|tcp/ip|tcp ip|tcp|tcpip|TCP-IP"},
    {"fast I/O here", "I/O|i/o|io|IO"},
    {"802.11ac radio", "802.11ac|802.11 ac|802.11"},
    {"pi is 3.14", "3.14"},
    {"costs 1,000 won", "1,000|1000|1_000"},
    {"costs 1000 won", "1,000|1000"},
    {"send an e-mail", "e-mail|email|E-Mail|e mail|Email|emails|e-mails"},
    {"send an email", "e-mail|email|e mail|emails|e-mails|E-mail"},
    {"state-of-the-art models", "state-of-the-art|state of the art|stateoftheart|state-of-the-art model"},
    {"state of the art models", "state-of-the-art|state of the art"},
    {"a well-known fact", "well-known|well known|wellknown"},
    {"a well known fact", "well-known|well known|wellknown"},
    {"a wellknown fact", "well-known|well known|wellknown"},
    {"fine-tuning a model", "fine-tuning|fine tuning|finetuning|fine-tune|finetune|fine tuned"},
    {"fine tuning a model", "fine-tuning|fine tuning|finetuning|fine-tune|finetuned"},
    {"finetuning a model", "fine-tuning|fine tuning|finetuning|fine-tune|finetune"},
    {"fruit, e.g., apples", "e.g.|e.g|eg|apple|e.g.,"},
    {"the U.S.A. is large", "U.S.A.|USA|usa|U.S.A|u.s.a."},
    {"the USA is large", "U.S.A.|USA|U.S.A|usa"},
    {"the U.S. market", "US|U.S.|U.S"},
    {"the US market", "U.S.|US"},
    {"a Ph.D. student", "PhD|Ph.D.|Ph.D"},
    {"we rock'n'roll tonight", "rock'n'roll|rocknroll|rock’n’roll|rock roll"},
    {"they don't know", "don't|dont|don’t|don t"},
    {"they dont know", "don't|dont|don’t"},
    {"they don’t know", "don't|dont"},
    {"O'Reilly books", "O'Reilly|oreilly|O’Reilly|reilly|o reilly"},
    {"books by OReilly", "O'Reilly|oreilly"},
    {"the children's book", "children's|childrens|children|children’s"},
    {"the childrens book", "children's|children|childrens"},
    {"a children’s story", "children's|childrens|children"},
    {"users' guide", "user|users|user's|users'"},
    {"the user's guide", "user|users|users'|user’s"},
    {"a small café", "café|cafe|CAFÉ|cafés|cafes"},
    {"a small cafe", "café|cafe|Cafes|cafés"},
    {"a naïve try", "naïve|naive|NAIVE"},
    {"a naive try", "naïve|naive"},
    {"die Straße hier", "Straße|strasse|STRASSE|straße"},
    {"die Strasse hier", "Straße|strasse|STRASSE"},
    {"open a ﬁle now", "file|ﬁle|files"},
    {"Ünïcode text", "unicode|Ünïcode|UNICODE"},
    {"une œuvre ici", "œuvre|oeuvre|Œuvre"},
    {"une oeuvre ici", "œuvre|oeuvre"},
    {"Encyclopædia entry", "encyclopaedia|encyclopædia"},
    {"in Łódź and Ørsted", "lodz|łódź|orsted|ørsted"},
    {"sixteen GPUs here", "gpus|GPU|gpu|GPUs"},
    {"one GPU here", "gpus|GPU|gpu|GPUs"},
    {"cheap gpus here", "gpus|GPU|gpu|GPUs"},
    {"our public APIs", "apis|API|APIs|api"},
    {"our public API", "apis|API|APIs|api"},
    {"two URLs given", "urls|URL|url|URLs"},
    {"one URL given", "urls|URL|url|URLs"},
    {"the IDs of rows", "ids|ID|IDs|id"},
    {"the ID of a row", "ids|ID|IDs|id"},
    {"some PDFs here", "pdfs|pdf|PDF|PDFs"},
    {"one PDF here", "pdfs|pdf|PDF|PDFs"},
    {"some pdfs here", "pdfs|pdf|PDF|PDFs"},
    {"many LLMs exist", "llms|llm|LLM|LLMs"},
    {"one LLM exists", "llms|llm|LLM|LLMs"},
    {"many llms exist", "llms|llm|LLM|LLMs"},
    {"many VMs exist", "vms|vm|VM|VMs"},
    {"one VM exists", "vms|vm|VM|VMs"},
    {"open PRs wait", "prs|pr|PR|PRs"},
    {"an open PR waits", "prs|pr|PR|PRs"},
    {"the LLM's answer", "llm|LLMs|LLM's|llms"},
    {"CPUs and TPUs", "cpu|tpu|cpus|tpus|CPU|TPU"},
    {"a CPU and a TPU", "cpus|tpus|CPUs|TPUs"},
    {"SQL DBs here", "dbs|db|DB"},
    {"the database's index", "databases|database|database's|databases'|indexes|indices"},
    {"running tests", "run|runs|running|tested|test"},
    {"an open-source tool", "open source|open-source|opensource|OpenSource"},
    {"an open source tool", "open source|open-source|opensource|OpenSource"},
    {"the opensource tool", "open source|open-source|opensource|OpenSource"},
    {"using TypeScript now", "typescript|type script|TypeScript|type-script"},
    {"using typescript now", "typescript|type script|TypeScript|type-script"},
    {"the JavaScript engine", "javascript|java script|JavaScript|Java-Script"},
    {"the javascript engine", "javascript|java script|JavaScript"},
    {"pre-trained weights", "pretrained|pre trained|pre-trained|pretrain|pre-training"},
    {"pretrained weights", "pretrained|pre trained|pre-trained|pre-training"},
    {"the data set here", "dataset|data set|data-set|datasets|DataSet"},
    {"the dataset here", "dataset|data set|data-set|data sets|DataSet"},
    {"the Hugging Face hub", "huggingface|HuggingFace|hugging face"},
    {"the HuggingFace hub", "huggingface|HuggingFace|hugging face"},
    {"the huggingface hub", "huggingface|HuggingFace|hugging face"},
    {"with wifi on", "wi-fi|wifi|Wi-Fi|WiFi"},
    {"with Wi-Fi on", "wi-fi|wifi|WiFi|wi fi"},
    {"with WiFi on", "wi-fi|wifi|Wi-Fi"},
    {"x86-64 code", "x86_64|x86-64|x86 64|x86"},
    {"in x86_64 code", "x86_64|x86-64|x86"},
    {"Python 3 scripts", "python3|python 3|Python3|python-3"},
    {"python3 scripts", "python3|python 3|Python 3|python"},
    {"iOS 17 app", "iOS|ios|ios 17|iOS17"},
    {"a 3D model", "3D|3d|3-D"},
    {"a 3-D model", "3D|3d|3-D"},
    {"32-bit code", "32bit|32-bit|32 bit"},
    {"32bit code", "32bit|32-bit|32 bit"},
    {"a 4K screen", "4k|4K"},
    {"Vue 3.4 is out", "vue3.4|vue 3.4"},
    {"the v1.2.3 release", "v1.2.3|1.2.3"},
    {"the R&D team", "R&D|r&d"},
    {"AT&T lines", "AT&T|at&t"},
    {"Q&A page", "Q&A"},
    {"and/or both", "and/or|and or"},
    {"client/server model", "client server|client/server|client-server"},
    {"the client-server model", "client server|client/server|client-server"},
    {"the `__init__` method", "__init__|init"},
    {"the `_private` field", "_private|private"},
    {"camelCase and PascalCase", "camel case|camel-case|camel_case|camelcase|pascalcase"},
    {"in snake_case style", "snake_case|snake case|snakeCase|snake-case"},
    {"in kebab-case style", "kebab-case|kebab case|kebab_case|kebabCase"},
    {"package.json file", "package.json|package json|packagejson|json"},
    {"a tsconfig.json file", "tsconfig.json|tsconfig|json"},
    {"import numpy.linalg.norm", "numpy.linalg.norm|numpy.linalg|linalg.norm|linalg|norm"},
    {"Array.prototype.map()", "Array.prototype.map|array.map|prototype|Array.prototype.map()|map()"},
    {"obj.method() calls", "obj.method|obj.method()|method()|.method()|method"},
    {"@types/node package", "@types/node|types/node|types node"},
    {"the colour model", "colour"},
    {"the onClick={f} handler", "onClick|onclick|on click|on-click"},
    {"\\<MyComponent/> renders", "MyComponent|<MyComponent>|my component|my-component|mycomponent"},
    {"the my-component tag", "MyComponent|my-component|<my-component>|my component"},
    {":class binding", ":class|class"},
    {"@click.prevent handler", "@click.prevent|@click|click.prevent|click"},
    {"aria-label text", "aria-label|ariaLabel|aria label"},
    {"the ISO-8601 date", "ISO 8601|ISO8601|iso-8601"},
    {"the ISO 8601 date", "ISO 8601|ISO8601|iso-8601"},
    {"HTTP/2 server", "HTTP/2|http2|HTTP 2|http/2"},
    {"an http2 server", "HTTP/2|http2|HTTP 2"},
    {"HTTP2 server", "HTTP/2|http2"},
    {"S3 bucket", "s3|S3"},
    {"p-value here", "p-value|p value|pvalue"},
    {"a x-axis label", "x-axis|x axis|xaxis"},
    {"co-operate with", "cooperate|co-operate|co operate"},
    {"cooperate with", "cooperate|co-operate"},
    {"the on-line help", "online|on-line"},
    {"the online help", "online|on-line"},
};

enum { N_ROWS = sizeof rows / sizeof *rows };

static struct search_session *session;

static int set_up(void **state)
{
    library_set_up(state);
    for (int i = 0; i < N_ROWS; i++)
        scratch_write(arena_printf(&library.arena, "docs/%d.md", i).bytes,
                      arena_printf(&library.arena, "%s\n", rows[i].text).bytes);
    library_build();
    return search_session_open("i", &session, &library.error);
}

static int tear_down(void **state)
{
    search_session_close(session);
    return library_tear_down(state);
}

static bool finds(struct text query, int row)
{
    struct search_request request = library_request("");
    struct answer answer;
    struct text id = arena_printf(&library.arena, "docs/%d.md#", row);
    request.query = query;
    request.limit = N_ROWS;
    request.wants_excerpts = false;
    if (search_run(session, &request, &library.arena, &answer, &library.error) < 0)
        fail_msg("%.*s: %s", TEXT_PRINTF(query), library.error.message);
    for (size_t i = 0; i < answer.n_hits; i++)
        if (text_equal(answer.hits[i].id, id))
            return true;
    return false;
}

/* Brackets, ':' and the like mean something to the query. */
static bool is_of_words(struct text query)
{
    for (size_t i = 0; i < query.size; i++)
        if (strchr("()<>&@#:", query.bytes[i]) != NULL)
            return false;
    return true;
}

static void test_a_text_is_found_however_its_words_are_written(void **state)
{
    size_t n_missed = 0;
    (void)state;
    for (int i = 0; i < N_ROWS; i++) {
        struct text rest = text_of(rows[i].queries), query;
        while (text_next_field(&rest, '|', &query)) {
            /* All words of it, not just one. */
            struct text all = arena_printf(&library.arena, "+(%.*s)", TEXT_PRINTF(query));
            if (finds(query, i) && (!is_of_words(query) || finds(all, i)))
                continue;
            print_error("%.*s does not find %s\n", TEXT_PRINTF(query), rows[i].text);
            n_missed++;
        }
    }
    assert_int_equal(n_missed, 0);
}

/* What would be found if too much were taken for the same. */
static void test_other_words_are_not_found(void **state)
{
    static const struct {
        const char *text, *found_by, *not_by;
    } cases[] = {
        {"written in C++", "c++", "C|C#"},       {"written in C#", "c#", "C|C++|F#"},
        {"fast I/O here", "io", "iOS|ios"},      {"iOS 17 app", "ios", "I/O"},
        {"an email", "e-mail", "mail"},          {"a 3-5 split", "3-5", "35"},
        {"she'll come", "she'll", "shell"},      {"we're here", "we're", "were"},
        {"over https", "https", "http"},         {"dns server", "DNS", "dn"},
        {"pi is 3.14", "3.14", "314"},           {"costs 1,000 won", "1000", "100"},
        {"a canvas element", "canvas", "canva"}, {"a node.js server", "nodejs", "nod"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text rest = text_of(cases[i].not_by), query;
        scratch_write("docs/0.md", arena_printf(&library.arena, "%s\n", cases[i].text).bytes);
        library_build();
        assert_true(finds(text_of(cases[i].found_by), 0));
        while (text_next_field(&rest, '|', &query))
            if (finds(query, 0))
                fail_msg("%.*s finds %s", TEXT_PRINTF(query), cases[i].text);
    }
}

/* ---- order ---- */

/* The layout with the word at each '@'. */
static const char *filled(const char *layout, const char *word)
{
    struct text out = TEXT("");
    for (; *layout != '\0'; layout++)
        out = *layout == '@' ? arena_printf(&library.arena, "%.*s%s", TEXT_PRINTF(out), word)
                             : arena_printf(&library.arena, "%.*s%c", TEXT_PRINTF(out), *layout);
    return out.bytes;
}

/* The first file has the form that is asked for, the second another one with the same stem, or with the same letters but for
 * accents, as in each of `layouts`. */
static void test_the_form_that_was_typed_comes_first(void **state)
{
    static const char *const pairs[][2] = {
        {"university", "universe"},
        {"organization", "organ"},
        {"organ", "organization"},
        {"import", "important"},
        {"important", "import"},
        {"general", "generalize"},
        {"policy", "policies"},
        {"author", "authority"},
        {"experiment", "experience"},
        {"transform", "transformer"},
        {"contain", "container"},
        {"document", "documentation"},
        {"state", "statement"},
        {"server", "serve"},
        {"news", "new"},
        {"café", "cafe"},
        {"cafe", "café"},
        {"naïve", "naive"},
        {"index", "indices"},
        {"gpus", "GPU"},
        {"fine tuning", "finetuning"},
        {"finetuning", "fine tuning"},
    };
    static const char *const layouts[][2] = {
        {"we found the @ here today\n", "we found the @ here today\n"},
        {"we found the @ here in a text that is a good deal longer than what the other one has\n",
         "the @ and the @\n"},
        {"# Other\n\nwe found the @ here today\n", "# The @\n\nhere is the @ today\n"},
    };
    (void)state;
    for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++)
        for (size_t l = 0; l < sizeof layouts / sizeof *layouts; l++) {
            const char *typed = pairs[p][0], *other = pairs[p][1];
            scratch_write("docs/typed.md", filled(layouts[l][0], typed));
            scratch_write("docs/other.md", filled(layouts[l][1], other));
            library_build();
            if (strncmp(library_find(typed), "typed", 5) != 0)
                fail_msg("%s, layout %zu: %s", typed, l, library_find(typed));
        }
}

/* ---- prefixes and excerpts ---- */

static void test_prefixes_may_reach_into_an_ending_and_have_marks(void **state)
{
    (void)state;
    scratch_write("docs/a.md", "two universities with use_state and node.js and state-of-the-art\n");
    scratch_write("docs/b.md", "a universe of its own\n");
    library_build();
    assert_found("universiti*", "a");
    assert_found_set("univers*", "a b");
    assert_found("use_st*", "a");
    assert_found("useSt*", "a");
    assert_found("node.j*", "a");
    assert_found("state-of-th*", "a");
}

static const char *marked_excerpt(const char *query)
{
    struct search_request request = library_request(query);
    struct answer answer = library_ask(&request);
    struct text excerpt = TEXT("");
    size_t at = 0;
    assert_int_equal(answer.n_hits, 1);
    const struct snippet *snippet = &answer.hits[0].excerpt;
    for (size_t i = 0; i < snippet->n_ranges; i++) {
        struct range range = snippet->ranges[i];
        excerpt = arena_printf(&library.arena, "%.*s%.*s[%.*s]", TEXT_PRINTF(excerpt),
                               TEXT_PRINTF(text_slice(snippet->text, at, range.start)),
                               TEXT_PRINTF(text_slice(snippet->text, range.start, range.end)));
        at = range.end;
    }
    return arena_printf(&library.arena, "%.*s%.*s", TEXT_PRINTF(excerpt),
                        TEXT_PRINTF(text_skip(snippet->text, at)))
        .bytes;
}

static void test_what_is_written_otherwise_is_marked_as_it_stands(void **state)
{
    static const char *const cases[][3] = {
        {"we like fine tuning here", "finetuning", "we like [fine tuning] here"},
        {"we like finetuning here", "fine tuning", "we like [finetuning] here"},
        {"the U.S.A. is large", "usa", "the [U.S.A]. is large"},
        {"books by O'Reilly", "oreilly", "books by [O'Reilly]"},
        {"both universities here", "universitie*", "both [universities] here"},
        {"a small café", "cafe", "a small [café]"},
        {"une œuvre ici", "oeuvre", "une [œuvre] ici"},
        {"many LLMs exist", "llm", "many [LLMs] exist"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        scratch_write("docs/a.md", arena_printf(&library.arena, "%s\n", cases[i][0]).bytes);
        library_build();
        assert_string_equal(marked_excerpt(cases[i][1]), cases[i][2]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_text_is_found_however_its_words_are_written, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_other_words_are_not_found, set_up, tear_down),
        LIBRARY_TEST(test_the_form_that_was_typed_comes_first),
        LIBRARY_TEST(test_prefixes_may_reach_into_an_ending_and_have_marks),
        LIBRARY_TEST(test_what_is_written_otherwise_is_marked_as_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
