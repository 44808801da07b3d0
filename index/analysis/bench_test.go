package analysis

import (
	"strings"
	"testing"
)

func BenchmarkTokenize(b *testing.B) {
	for name, text := range map[string]string{
		"abstract": `The dominant sequence transduction models are based on complex recurrent or convolutional neural networks in an encoder-decoder configuration. The best performing models also connect the encoder and decoder through an attention mechanism. We propose a new simple network architecture, the Transformer, based solely on attention mechanisms, dispensing with recurrence and convolutions entirely. Experiments on two machine translation tasks show these models to be superior in quality while being more parallelizable and requiring significantly less time to train. Our model achieves 28.4 BLEU on the WMT 2014 English-to-German translation task.`,
		"tex":      `We study $\ell_2$-norm regularised $k$NN in $\mathcal{O}(n^{2h + 1})$ time, as Poincar\'e and M\"obius did; $\mathbf{x}$ is $\alpha$-stable.`,
		"russian":  strings.Repeat("Машинный перевод нейронными сетями. ", 10),
		"chinese":  strings.Repeat("机器翻译是自然语言处理的一个重要任务。", 10),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			var tokens []Token
			for b.Loop() {
				tokens = Tokenize(tokens[:0], text)
			}
		})
	}
}

func BenchmarkStem(b *testing.B) {
	forms := strings.Fields("dominant sequence transduction models based complex recurrent convolutional neural networks")
	for b.Loop() {
		for _, form := range forms {
			Stem(form)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(forms)), "ns/form")
}
