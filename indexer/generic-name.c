/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/generic-name.h"

#include <stdlib.h>

enum { GENERIC_MAX_BYTES = 60 };

/* Sorted by bytes, for bsearch(). Lower case. */
static const char *const latin_words[] = {
    "a",
    "about",
    "and",
    "announcement",
    "api",
    "article",
    "articles",
    "arxiv",
    "bilibili",
    "blog",
    "bluesky",
    "book",
    "changelog",
    "click",
    "code",
    "colab",
    "demo",
    "demos",
    "details",
    "discord",
    "doc",
    "docs",
    "documentation",
    "download",
    "en",
    "example",
    "examples",
    "facebook",
    "for",
    "full",
    "gitee",
    "github",
    "gitlab",
    "guide",
    "here",
    "home",
    "homepage",
    "html",
    "implementation",
    "info",
    "instagram",
    "install",
    "intro",
    "introduction",
    "issue",
    "issues",
    "ko",
    "link",
    "linkedin",
    "links",
    "live",
    "mastodon",
    "medium",
    "more",
    "news",
    "notebook",
    "of",
    "official",
    "on",
    "online",
    "open",
    "overview",
    "page",
    "paper",
    "papers",
    "pdf",
    "playground",
    "podcast",
    "post",
    "pr",
    "preprint",
    "project",
    "read",
    "reference",
    "references",
    "release",
    "repo",
    "repos",
    "repositories",
    "repository",
    "resource",
    "resources",
    "review",
    "site",
    "slack",
    "slides",
    "source",
    "sources",
    "spec",
    "telegram",
    "the",
    "this",
    "to",
    "translation",
    "tutorial",
    "tutorials",
    "tweet",
    "twitter",
    "url",
    "version",
    "video",
    "videos",
    "view",
    "web",
    "website",
    "wiki",
    "x",
    "youtube",
    "zh",
    "zhihu",
};

/* Words of Korean and Chinese; a name is a chain of them. */
static const char *const cjk_words[] = {
    "리소스", "资源",     "資源",     "깃허브",   "깃헙",       "깃랩",       "링크",     "바로가기",
    "바로",   "가기",     "홈페이지", "홈",       "공식",       "사이트",     "웹사이트", "웹",
    "문서",   "논문",     "블로그",   "글",       "포스트",     "활용",       "예제",     "예시",
    "코드",   "소스",     "소스코드", "저장소",   "리포지토리", "레포지토리", "리포",     "레포",
    "여기",   "참고",     "참조",     "데모",     "영상",       "동영상",     "비디오",   "유튜브",
    "강의",   "자료",     "관련",     "다운로드", "튜토리얼",   "가이드",     "위키",     "뉴스",
    "기사",   "원문",     "원본",     "출처",     "상세",       "더보기",     "더",       "보기",
    "자세히", "트위터",   "페이스북", "주요",     "및",         "프로젝트",   "페이지",   "주소",
    "개요",   "발표",     "슬라이드", "번역",     "한글",       "한국어",     "영문",     "영어",
    "중문",   "중국어",   "설명",     "소개",     "클릭",       "이동",       "접속",     "설치",
    "문의",   "커뮤니티", "链接",     "鏈接",     "連結",       "连接",       "官网",     "官網",
    "官方",   "网站",     "網站",     "网址",     "文档",       "文檔",       "文件",     "主页",
    "主頁",   "首页",     "首頁",     "项目",     "項目",       "专案",       "地址",     "代码",
    "代碼",   "程式碼",   "源码",     "源碼",     "源代码",     "原始碼",     "仓库",     "倉庫",
    "论文",   "論文",     "博客",     "部落格",   "这里",       "這裡",       "此处",     "此處",
    "点击",   "點擊",     "点此",     "查看",     "视频",       "視頻",       "影片",     "教程",
    "教學",   "示例",     "范例",     "範例",     "例子",       "演示",       "下载",     "下載",
    "详情",   "詳情",     "更多",     "指南",     "参考",       "參考",       "原文",     "新闻",
    "新聞",   "介绍",     "介紹",     "简介",     "簡介",       "中文",       "英文",     "开源",
    "開源",   "的",       "和",       "与",       "及",         "页面",       "頁面",     "说明",
    "說明",   "公告",     "来源",     "來源",     "出处",       "文章",       "相关",     "相關",
    "资料",   "資料",     "在线",     "体验",     "线上",       "使用",       "安装",     "知乎",
};

static int compare_word(const void *key, const void *element)
{
    return text_compare(*(const struct text *)key, text_of(*(const char *const *)element));
}

static bool is_latin_word(struct text word)
{
    return bsearch(&word, latin_words, sizeof latin_words / sizeof *latin_words, sizeof *latin_words,
                   compare_word) != NULL;
}

/* Bit n of `reachable`: the first n bytes are a chain of words. */
static bool is_chain(struct text run)
{
    uint64_t reachable = 1;
    for (size_t at = 0; at < run.size; at++) {
        if ((reachable >> at & 1) == 0)
            continue;
        for (size_t i = 0; i < sizeof cjk_words / sizeof *cjk_words; i++) {
            struct text word = text_of(cjk_words[i]);
            if (text_starts_with(text_skip(run, at), word))
                reachable |= (uint64_t)1 << (at + word.size);
        }
    }
    return (reachable >> run.size & 1) != 0;
}

static bool is_latin_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

bool name_is_generic(struct text name)
{
    char lower[GENERIC_MAX_BYTES];
    if (name.size == 0 || name.size > sizeof lower)
        return name.size == 0;
    for (size_t i = 0; i < name.size; i++)
        lower[i] =
            (char)(name.bytes[i] >= 'A' && name.bytes[i] <= 'Z' ? name.bytes[i] | 0x20 : name.bytes[i]);
    struct text rest = text_from(lower, name.size);
    size_t n_words = 0;
    for (size_t at = 0; at < rest.size;) {
        size_t end = at;
        if (is_latin_byte(rest.bytes[at])) {
            while (end < rest.size && is_latin_byte(rest.bytes[end]))
                end++;
            if (!is_latin_word(text_slice(rest, at, end)))
                return false;
        } else if ((unsigned char)rest.bytes[at] >= 0x80) {
            while (end < rest.size && (unsigned char)rest.bytes[end] >= 0x80)
                end++;
            if (!is_chain(text_slice(rest, at, end)))
                return false;
        } else {
            at++;
            continue;
        }
        n_words++;
        at = end;
    }
    return n_words > 0;
}
