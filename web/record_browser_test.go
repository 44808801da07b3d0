package web

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/png"
	"net/http/httputil"
	"net/url"
	"os"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// recording is the animation that TestBrowserRecord makes; the README shows it.
const (
	recording         = "screenshots/search.gif"
	recordingMaxBytes = 1 << 20
	recordingWidth    = 1000
	recordingHeight   = 640
)

// TestBrowserRecord records a search in a real browser as an animation: a name and a misspelled
// word are typed, the word is corrected, a year is chosen, and papers similar to the first are
// found. It records the server at $PAPERBOY_RECORD, which should have thousands of papers, and is
// skipped without one.
func TestBrowserRecord(t *testing.T) {
	server := os.Getenv("PAPERBOY_RECORD")
	if server == "" {
		t.Skip("$PAPERBOY_RECORD names no server")
	}
	to, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	r := recorder{tab: newTabOn(t, httputil.NewSingleHostReverseProxy(to))}
	r.do(chromedp.EmulateViewport(recordingWidth, recordingHeight))
	r.open("/search")
	r.frame(80)
	r.do(chromedp.Focus(chromedp.ID("q")))
	for _, letter := range "yann lecun vison" {
		r.do(chromedp.SendKeys(chromedp.ID("q"), string(letter)))
		r.frame(9)
	}
	r.press("Enter", "Enter")
	r.waitFor(func() (string, bool) {
		got := r.document().Find(".notice").Text()
		return got, got != ""
	}, "a correction")
	r.frame(250)
	bar := r.document().Find(".histogram a").Last().AttrOr("id", "")
	r.do(chromedp.Click(chromedp.ID(bar)))
	r.waitFor(func() (string, bool) { got := r.address(); return got, r.document().Find(".chip").Length() > 0 }, "a year in the filters")
	r.frame(180)
	r.do(chromedp.Click(chromedp.CSS(".hit .external-links a[href$='#similar']")))
	r.waitFor(func() (string, bool) { got := r.document().Find("#similar h2").Text(); return got, got != "" }, "similar papers")
	r.do(chromedp.ScrollIntoView(chromedp.CSS("#similar .hit")))
	r.frame(350)
	written := r.encode()
	if err := os.WriteFile(recording, written, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d frames, %d bytes", recording, len(r.frames), len(written))
	if len(written) > recordingMaxBytes {
		t.Errorf("%s has %d bytes, want %d at most", recording, len(written), recordingMaxBytes)
	}
}

// TestRecordingIsSmall checks the size of the animation in the README.
func TestRecordingIsSmall(t *testing.T) {
	b, err := os.ReadFile(recording)
	if err != nil {
		t.Fatal(err)
	}
	moving, err := gif.DecodeAll(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > recordingMaxBytes || len(moving.Image) < 10 || moving.Config.Width != recordingWidth {
		t.Errorf("%s: %d bytes, %d frames, %d wide", recording, len(b), len(moving.Image), moving.Config.Width)
	}
}

// recorder records a tab.
type recorder struct {
	*tab
	frames []image.Image
	delays []int // hundredths of a second
}

// frame records the tab for a time in hundredths of a second.
func (r *recorder) frame(delay int) {
	r.Helper()
	b, err := chromedp.Run(r.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		r.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		r.Fatal(err)
	}
	r.frames, r.delays = append(r.frames, picture), append(r.delays, delay)
}

// encode returns the frames as a GIF in which each frame holds only what changed.
func (r *recorder) encode() []byte {
	r.Helper()
	colours := commonColours(r.frames)
	moving := gif.GIF{Config: image.Config{ColorModel: colours, Width: recordingWidth, Height: recordingHeight}}
	var before *image.Paletted
	for i, frame := range r.frames {
		now := image.NewPaletted(frame.Bounds(), colours)
		draw.Draw(now, now.Rect, frame, frame.Bounds().Min, draw.Src)
		moving.Image = append(moving.Image, now.SubImage(difference(before, now)).(*image.Paletted))
		moving.Delay = append(moving.Delay, r.delays[i])
		moving.Disposal = append(moving.Disposal, gif.DisposalNone)
		before = now
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &moving); err != nil {
		r.Fatal(err)
	}
	return b.Bytes()
}

// commonColours returns the 256 most frequent colours.
func commonColours(frames []image.Image) color.Palette {
	count := map[color.RGBA]int{}
	for _, frame := range frames {
		for y := range frame.Bounds().Dy() {
			for x := range frame.Bounds().Dx() {
				count[color.RGBAModel.Convert(frame.At(x, y)).(color.RGBA)]++
			}
		}
	}
	var all []color.RGBA
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.RGBA) int { return count[b] - count[a] })
	var palette color.Palette
	for _, c := range all[:min(256, len(all))] {
		palette = append(palette, c)
	}
	return palette
}

// difference returns the smallest rectangle outside which two frames are equal: a single pixel if
// they are equal, everything if there is no frame before.
func difference(before, now *image.Paletted) image.Rectangle {
	if before == nil {
		return now.Rect
	}
	r := image.Rectangle{}
	for y := now.Rect.Min.Y; y < now.Rect.Max.Y; y++ {
		for x := now.Rect.Min.X; x < now.Rect.Max.X; x++ {
			if before.ColorIndexAt(x, y) != now.ColorIndexAt(x, y) {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if r.Empty() {
		r = image.Rect(0, 0, 1, 1)
	}
	return r
}
