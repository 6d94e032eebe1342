"""RapidOCR: PP-OCR models from inside its wheel on onnxruntime, offline; slower and far better on receipts and photos.

Its lines are cut into words by its own word boxes; its download code is never reached as the models are in the wheel.
"""

from __future__ import annotations

import logging
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from pipeline.ocr.engine import Grey, Layout, OcrWord, PixelBox


class RapidOcrEngine:
    name = "rapidocr"

    @cached_property
    def version(self) -> str:
        return version("rapidocr")

    @cached_property
    def _engine(self) -> Any:
        from rapidocr import RapidOCR

        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        return RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.return_word_box": True,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def read(self, grey: Grey, layout: Layout = Layout.PAGE) -> list[OcrWord]:
        result = self._engine(np.repeat(grey[:, :, None], 3, axis=2))
        words: list[OcrWord] = []
        for line, pieces in enumerate(result.word_results or ()):
            for text, score, quad in pieces:
                if not text.strip():
                    continue
                xs, ys = zip(*quad, strict=True)
                box = PixelBox(float(min(xs)), float(min(ys)), float(max(xs)), float(max(ys)))
                words.append(OcrWord(text.strip(), box, float(score), line))
        return words

    def close(self) -> None:
        self.__dict__.pop("_engine", None)
