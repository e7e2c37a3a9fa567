# SPDX-License-Identifier: GPL-2.0-or-later
"""Text to index, made from a seed: the same each time, in three languages, with words that stand in one file only."""
import random

KO = ("자동 미분 역전파 기울기 분산 학습 모델 추론 양자화 문장 검색 색인 형태소 갱신 저장소 기여 배포 설치 설정 예제 사용자 문서 함수 "
      "행렬 연산 가속기 메모리 통신 병렬 손실 최적화").split()
ZH = ("自动微分 反向传播 分布式训练 模型推理 量化 检索 索引 分词 更新 仓库 贡献 部署 安装 配置 示例 用户 文档 函数 矩阵 运算 加速器 内存 通信 并行 "
      "损失 优化").split()
EN = ("automatic differentiation gradient distributed training model inference quantization search index token update repository "
      "contribute deploy install configure example user document function matrix kernel memory network parallel loss").split()


def marker(name):
    """A word that stands in the file of this name and in no other."""
    return "mark" + "".join(chr(ord("a") + int(digit)) for digit in str(name)) + "z"


def padded(text, n_bytes):
    """The text, with a comment that makes the file as large as that: it fills a batch and costs little to index."""
    return text + "\n<!-- " + "pad " * ((n_bytes - len(text.encode())) // 4) + "-->\n"


def article(seed, n_paragraphs=6, mark=None):
    choose = random.Random(seed)

    def words(of, low=8, high=30):
        return " ".join(choose.choice(of) for _ in range(choose.randint(low, high)))

    lines = [f"# {choose.choice(KO)} {choose.choice(EN)} {seed}", ""]
    if mark is not None:
        lines += [f"{mark} begins.", ""]
    for number in range(n_paragraphs):
        if number % 3 == 2:
            lines += [f"## {choose.choice(ZH)} {number}", ""]
        sentences = [words(KO) + "한다.", "".join(words(ZH).split()) + "。", words(EN) + "."]
        lines += [" ".join(choose.sample(sentences, 2)), ""]
    link = choose.randint(1, 40)
    lines += [f"- [{choose.choice(EN)} {link}](https://example.org/{link}) – {words(KO, 2, 5)}", ""]
    if mark is not None:
        lines += [f"{mark} ends.", ""]
    return "\n".join(lines)
