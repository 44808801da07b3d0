package format

import "testing"

func TestLanguage(t *testing.T) {
	for raw, want := range map[string]string{
		"en": "en", "EN": "en", " en-US ": "en", "en_GB": "en", "eng": "en", "English": "en", "american": "en",
		"ngerman": "de", "ger": "de", "deu": "de", "German": "de", "zh-Hans": "zh", "chi": "zh", "haw": "haw", "pt-BR": "pt",
		"": "", "und": "", "mul": "", "zxx": "", "n/a": "", "many": "", "Englisch oder so": "", "x-klingon": "", "12": "",
	} {
		if got := Language(raw); got != want {
			t.Errorf("Language(%q) = %q, want %q", raw, got, want)
		}
	}
}
