/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/markdown-notation.h"

static void test_blocks_are_plain_text(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"# 제목\n\n글 **굵게**와 *기울임*\n둘째 줄\n", "h1:제목 | p:글 굵게와 기울임 둘째 줄"},
        {"제목\n===\n소제목\n---\n", "h1:제목 | h2:소제목"},
        {"- 하나\n  - 둘\n\n    이어서\n- [x] 한 일\n- [ ] 할 일",
         "i1:하나 | i2:둘 | p2:이어서 | i1:한 일 | i1:할 일"},
        {"1. 하나\n2) 둘", "i1:하나 | i1:둘"},
        {"> 인용\n> > 안쪽\n\n밖", ">p:인용 | >p:안쪽 | p:밖"},
        {"한 줄  \n다음 줄\\\n끝", "p:한 줄\n다음 줄\n끝"},
        {"中文第一行，\n第二行\n继续 text\n끝", "p:中文第一行，第二行继续 text 끝"},
        {"&lt;초창기&gt; &amp; A&nbsp;B &#xAC00;", "p:<초창기> & A B 가"},
        {"딥러닝\\(신경망\\) \\| \\*별\\*", "p:딥러닝(신경망) | *별*"},
        {"\n\n---\n\n***\n", ""},
        {"a\xE2\x80\x8B"
         "b\xEF\xBB\xBF"
         "c\xC2\xAD"
         "d",
         "p:abcd"},
        {"줄1\r\n줄2\r\r줄3", "p:줄1 줄2 | p:줄3"},
        {"", ""},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_particles_stay_attached_to_marked_up_words(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"`code`를 **굵게**는 [링크](u)를 ~~지움~~은", "p:code를 굵게는 <링크=u>를 지움은"},
        {"<b>굵게</b>는 <code>값</code>을 <Badge>새</Badge>로", "p:굵게는 값을 새로"},
        {"단어[^1]를 [[문서|글]]에서\n\n[^1]: 설명", "p:단어를 글에서 | p:설명"},
        {"$x$는 <https://a.org>에서 https://b.org에서", "p:x는 <=https://a.org>에서 <=https://b.org>에서"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_what_cmark_leaves_of_emphasis_is_removed(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"**마크다운(Markdown)**을 쓴다", "p:마크다운(Markdown)을 쓴다"},
        {"이것은**\"중요\"**하다", "p:이것은\"중요\"하다"},
        {"*기울임(italic)*을 쓴다", "p:기울임(italic)을 쓴다"},
        {"**“过拟合”**是问题。**（注）**也是", "p:“过拟合”是问题。（注）也是"},
        {"__밑줄(x)__을", "p:밑줄(x)을"},
        {"~~지운다(x)~~는 말", "p:지운다(x)는 말"},
        {"**중요 ** 앞뒤", "p:중요 앞뒤"},
        {"**[링크(x)](u)**를", "p:<링크(x)=u>를"},
        {"2**10 = 1024, a ** b", "p:2**10 = 1024, a ** b"},
        {"인자 **kwargs", "p:인자 **kwargs"},
        {"foo__bar와 a_b_c", "p:foo__bar와 a_b_c"},
        {"좋아요~~ 네~~", "p:좋아요~~ 네~~"},
        {"`**`와 `a__b`", "p:**와 a__b"},
        {"\\*\\*그대로\\*\\* \\_x\\_ \\~\\~y\\~\\~", "p:**그대로** _x_ ~~y~~"},
        {"5 * 3 * 2와 *.md", "p:5 * 3 * 2와 *.md"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_headings_as_people_write_them(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"1) Meta — LLaMA\n---------------\n- 글\n\n2) Google\n=====\n",
         "h2:1) Meta — LLaMA | i1:글 | h1:2) Google"},
        {"=====\n제목\n=====\n\n설명\n----\n글", "h1:제목 | h2:설명 | p:글"},
        {"- 하나\n- 둘\n---\n끝", "i1:하나 | i1:둘 | p:끝"},
        {"##붙은 제목\n\n#태그 #둘", "h2:붙은 제목 | p:#태그 #둘"},
        {"# ![](a.png)\n\n# ![그림](b.png)\n\n# ![그림](c.png \"이름\")",
         "p:<!=a.png> | h1:<!그림=b.png> | h1:<!그림=c.png>이름"},
        {"#### **도구** - [Github](u) \\| [Home](v)", "h4:도구 - <Github=u> | <Home=v>"},
        {"<h1 align=\"center\">\n  <img src=\"l.png\" alt=\"표\">\n  이름\n</h1>\n글",
         "h1:<!=l.png>이름 | p:글"},
        {"<h3>소제목</h3>\n\n글", "h3:소제목 | p:글"},
        {"가나다라\n마바사\n아자차\n카타파\n---\n", "p:가나다라 마바사 아자차 카타파"},
        {"======\n\n글\n\n──────\n\n＝＝＝＝\n\n끝", "p:글 | p:끝"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_explicit_ids_are_cut_from_the_text(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"## 제목 {#id}", "h2#id:제목"},
        {"## 제목 {/*한글-id*/}", "h2#한글-id:제목"},
        {"## 제목 {/*id*/} <Canary />", "h2#id:제목"},
        {"## 제목 <sup class=\"x\" /> {#id}", "h2#id:제목"},
        {"제목 {#id .wide key=v}\n===", "h1#id:제목"},
        {"## 하나 {#a}\n## 둘 {/* 주석입니다 */}\n## 셋 {#c}", "h2#a:하나 | h2:둘 | h2#c:셋"},
        {"글 {.wide}\n\n{: .note}\n둘", "p:글 | p:둘"},
        {"`{#id}`와 {이것}", "p:{#id}와 {이것}"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_a_short_line_with_a_colon_heads_a_text_without_headings(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"소개:\n\n글이다.\n\n결론：\n\n끝이다.", "h1?:소개 | p:글이다. | h1?:결론 | p:끝이다."},
        {"# 제목\n\n소개:\n\n글이다.", "h1:제목 | h2?:소개 | p:글이다."},
        {"# 제목\n\n## 둘\n\n설치:\n\n글이다.", "h1:제목 | h2:둘 | p:설치: | p:글이다."},
        {"다음과 같습니다:\n\n글이다.", "p:다음과 같습니다: | p:글이다."},
        {"예를 들어:\n\n글이다.", "p:예를 들어: | p:글이다."},
        {"例如：\n\n文字。", "p:例如： | p:文字。"},
        {"구성:\n\n- 하나", "p:구성: | i1:하나"},
        {"코드:\n\n```\nx\n```", "p:코드: | c:x"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_links_know_their_place_and_kind(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"[이름](https://a.org \"제목\") – 글", "p:<이름=https://a.org> – 글"},
        {"저장소: https://github.com/a/b_c", "p:저장소: <=https://github.com/a/b_c>"},
        {"(https://a.org/x_(y)) 끝", "p:(<=https://a.org/x_(y)>) 끝"},
        {"https://a.org/_foo_/*b*", "p:<=https://a.org/_foo_/*b>*"},
        {"[https://a.org](https://a.org)", "p:<=https://a.org>"},
        {"[나쁨](javascript:alert(1)) [공백](<a b.md>)", "p:나쁨 <공백=a b.md>"},
        {"[글](https://a.org/?q=<b>x</b>&y=$z_1$(w)) 끝", "p:<글=https://a.org/?q=<b>x</b>&y=$z_1$(w)> 끝"},
        {"[글][x]\n\n[x]: https://a.org/x_y", "p:<글=https://a.org/x_y>"},
        {"<a href=\"https://a.org/?a=1&amp;b=2\" target=_blank>이름\n  <b>굵게</b></a>는",
         "p:<이름 굵게=https://a.org/?a=1&b=2>는"},
        {"<a id=\"x\"></a>글 <a href=\"#y\">안</a>", "p:글 안"},
        {"[![배지](b.svg)](https://a.org)", "p:<배지=https://a.org><!배지=b.svg>"},
        {"`https://a.org` <b@c.org>", "p:https://a.org <b@c.org=mailto:b@c.org>"},
        {"[글]({{< ref \"a.md\" >}}) [둘]({{ site.url }}/b)", "p:<글=a.md> <둘=/b>"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_tables_are_rows_of_cells(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"| 이름 | 값 |\n|---|:-:|\n| **a** | `x` |\n| [b](u) | |\n글",
         "r:이름\t값 | r:a\tx | r:<b=u> | p:글"},
        {"a | b\n--|--\n1 | 2", "r:a\tb | r:1\t2"},
        {"| a \\| b | c |\n|---|---|\n| `x\\|y` | |", "r:a | b\tc | r:x|y"},
        {"| a | | c |\n|-|-|-|\n| | b | |", "r:a\t\tc | r:b"},
        {"- 목록\n\n  | a | b |\n  |---|---|\n  | - c | # d |", "i1:목록 | r1:a\tb | r1:- c\t# d"},
        {"> | a | b |\n> |---|---|\n> | c | d |", ">r:a\tb | >r:c\td"},
        {"a | b 는 표가 아니다", "p:a | b 는 표가 아니다"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_containers_leave_their_titles(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {":::tip 알아 두기\n글\n:::\n", "p:알아 두기 | p:글"},
        {"::: details 자세히 {open}\n글\n:::", "p:자세히 | p:글"},
        {":::note[**제목**]{#x}\n글\n:::", "p:제목 | p:글"},
        {"::::tabs\n:::warning\n글\n:::\n::::", "p:글"},
        {"- 목록\n\n  :::info\n  글\n  :::", "i1:목록 | p1:글"},
        {"!!! note \"제목\"\n    글\n\n    둘째\n\n밖", "p:제목 | p:글 | p:둘째 | p:밖"},
        {"> [!NOTE]\n> 글", ">p:글"},
        {"[TOC]\n\n[[toc]]\n\n글", "p:글"},
        {"<<< @/a.js\n\n글", "p:글"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_markup_of_other_languages_is_taken_out(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"import A from './a'\nimport {\n  B,\n} from 'b'\n\nexport const c = {\n  d: 1,\n}\n\n글", "p:글"},
        {"import 구문을 쓴다. export default 는 남는다.", "p:import 구문을 쓴다. export default 는 남는다."},
        {"앞 {/* 주석\n\n둘 */} 뒤", "p:앞 | p:뒤"},
        {"<!-- 주석\n\n둘 -->글<!---->", "p:글"},
        {"<Note>\n\n    들여쓴 글 <b>는</b>\n\n</Note>", "p:들여쓴 글 는"},
        {"<Tab label={t('a > b')} {...rest} on:click=\"x\">\n글\n</Tab>", "p:글"},
        {"{{< figure src=\"a\" >}}글{{% note %}}둘{{% /note %}}{% raw %}셋{% endraw %}", "p:글둘셋"},
        {"<script setup>\nconst a = '<p>'\n</script>\n<style>p { }</style>\n글", "p:글"},
        {"Vec<String>과 Map<K, V>, a < b, <초창기>", "p:Vec<String>과 Map<K, V>, a < b, <초창기>"},
        {"<ul>\n        <li>하나</li>\n        <li>둘</li>\n</ul>", "i1:하나 | i1:둘"},
        {"<p>하나</p><p>둘</p>셋<br>넷", "p:하나 둘 셋 넷"},
        {"<div\n  class=\"a\">글</div>", "p:글"},
        {"값 $x_1^2 + \\frac{a}{b}$과 $5, $6", "p:값 x 1 2 + frac a b과 $5, $6"},
        {"$$\n\\sum_{i=1}^n a_i\n$$", "p:sum i=1 n a i"},
        {"arr[^abc]와 [^2]", "p:arr[^abc]와"},
        {"[[1]](u) [[a]] ![[b.png]] ![[c.png|그림]]", "p:<[1]=u> a 그림"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_expressions_go_only_from_mdx(void **state)
{
    (void)state;
    static const struct markdown_case mdx[] = {
        {"값은 {props.value}이다", "p:값은 이다"},
        {"{list.map(i => <li>{i}</li>)}\n\n글", "p:글"},
        {"<>글</>{' '}둘", "p:글 둘"},
        {"    들여쓴 글", "p:들여쓴 글"},
        {"export default function A() {\n  return <p>{'}'}</p>\n}\n\n글", "p:글"},
        {"닫히지 않는 { 글", "p:닫히지 않는 { 글"},
    };
    static const struct markdown_case plain[] = {
        {"값은 {props.value}이다", "p:값은 {props.value}이다"},
        {"SQL의 <> 기호", "p:SQL의 <> 기호"},
        {"글\n\n    코드 <b>x</b>", "p:글 | c:코드 <b>x</b>"},
    };
    ASSERT_BLOCKS(mdx, MARKDOWN_MDX);
    ASSERT_BLOCKS(plain, 0);
}

static void test_text_files_have_no_indented_code(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"글\n\n    들여쓴 글\n\n        더", "p:글 | p:들여쓴 글 | p:더"},
        {"    - 하나\n      - 둘\n    - 셋", "i1:하나 | i2:둘 | i1:셋"},
    };
    ASSERT_BLOCKS(cases, MARKDOWN_TEXT);
}

static void test_code_is_left_alone(void **state)
{
    (void)state;
    static const struct markdown_case cases[] = {
        {"```js {1,3} title=\"a\"\n<b>**x**</b> {/* y */}\nimport a from 'b'\n```",
         "c(js):<b>**x**</b> {/* y */}\nimport a from 'b'"},
        {"~~~\n::: tip\n| a |\n|---|\n~~~", "c:::: tip\n| a |\n|---|"},
        {"- 글\n\n  ```c++\n  a\n    b\n\n  c\n  ```", "i1:글 | c1(c++):a\n  b\n\nc"},
        {"<Tabs>\n    ```js\n    a\n      b\n    ```\n</Tabs>", "c(js):a\n  b"},
        {"`` `<b>` `` `a  b`", "p:`<b>` a  b"},
        {"`열린 <b>굵게</b>", "p:`열린 굵게"},
        {"> ```\n> 안\n밖 <b>글</b>", ">c:안 | p:밖 글"},
        {"```\n열린 <b>\n\n울타리", "c:열린 <b>\n\n울타리"},
        {"```\n```\n\n글", "p:글"},
    };
    ASSERT_BLOCKS(cases, 0);
}

static void test_lines_of_the_file_survive_every_change(void **state)
{
    (void)state;
    static const char text[] = "---\na: b\n---\n"                    /* 1–3: front matter */
                               "import A from 'a'\n\n"               /* 4, 5 */
                               "<!-- x\n\ny -->\n"                   /* 6–8 */
                               "# 제목\n"                            /* 9 */
                               "| a | b |\n|---|---|\n| c | d |\n\n" /* 10–13 */
                               "1) 하나\n-------\n"                  /* 14, 15 */
                               ":::tip 팁\n글\n둘\n:::\n"            /* 16–19 */
                               "```\nx\n\ny\n```\n"                  /* 20–24 */
                               "- a\n  - [b\n    c](u)\n"            /* 25–27 */
                               "<h2>\n이름\n</h2>\n끝";              /* 28–31 */
    static const struct {
        uint32_t line, last_line;
    } expected[] = {{9, 9},   {10, 10}, {12, 12}, {14, 14}, {16, 16}, {17, 18},
                    {20, 24}, {25, 25}, {26, 27}, {28, 28}, {31, 31}};
    struct arena arena;
    struct source source;
    struct markdown markdown;
    struct error error;
    arena_init(&arena);
    assert_int_equal(source_decode(TEXT("a.md"), text_of(text), &arena, &source, &error), 0);
    markdown_parse(&source, 13, 0, &arena, &markdown);
    assert_int_equal(markdown.n_blocks, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < markdown.n_blocks; i++) {
        assert_int_equal(markdown.blocks[i].line, expected[i].line);
        assert_int_equal(markdown.blocks[i].last_line, expected[i].last_line);
    }
    assert_int_equal(markdown.blocks[8].links[0].line, 26);
    arena_clear(&arena);
}

RUN_TESTS(cmocka_unit_test(test_blocks_are_plain_text),
          cmocka_unit_test(test_particles_stay_attached_to_marked_up_words),
          cmocka_unit_test(test_what_cmark_leaves_of_emphasis_is_removed),
          cmocka_unit_test(test_headings_as_people_write_them),
          cmocka_unit_test(test_explicit_ids_are_cut_from_the_text),
          cmocka_unit_test(test_a_short_line_with_a_colon_heads_a_text_without_headings),
          cmocka_unit_test(test_links_know_their_place_and_kind),
          cmocka_unit_test(test_tables_are_rows_of_cells),
          cmocka_unit_test(test_containers_leave_their_titles),
          cmocka_unit_test(test_markup_of_other_languages_is_taken_out),
          cmocka_unit_test(test_expressions_go_only_from_mdx),
          cmocka_unit_test(test_text_files_have_no_indented_code), cmocka_unit_test(test_code_is_left_alone),
          cmocka_unit_test(test_lines_of_the_file_survive_every_change))
