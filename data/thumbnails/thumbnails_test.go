package thumbnails

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paperboy/data"
)

// picture returns a PNG of a size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPutAndRead(t *testing.T) {
	folder := t.TempDir()
	c, err := Open(folder, 0)
	if err != nil {
		t.Fatal(err)
	}
	var asJPEG, asGIF bytes.Buffer
	if err := errors.Join(jpeg.Encode(&asJPEG, image.NewGray(image.Rect(0, 0, 3, 2)), nil), gif.Encode(&asGIF, image.NewGray(image.Rect(0, 0, 4, 5)), nil)); err != nil {
		t.Fatal(err)
	}
	want := map[data.ID]string{"arxiv:1": "image/png 120x63", "arxiv:2": "image/jpeg 3x2", "a/../b": "image/gif 4x5"}
	for id, content := range map[data.ID][]byte{"arxiv:1": picture(t, 120, 63), "arxiv:2": asJPEG.Bytes(), "a/../b": asGIF.Bytes()} {
		if err := c.Put(id, content); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(folder, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, cache := range []*Cache{c, again} {
		for id, want := range want {
			thumbnail, ok := cache.Of(id)
			content, mediaType, err := cache.Read(thumbnail.Name)
			if got := fmt.Sprintf("%s %dx%d", mediaType, thumbnail.Width, thumbnail.Height); !ok || err != nil || got != want || len(content) == 0 {
				t.Errorf("%s: %s, %v, %d bytes, want %s", id, got, err, len(content), want)
			}
		}
	}
	if _, ok := c.Of("arxiv:3"); ok {
		t.Error("a paper without a picture has one")
	}
	before, _ := c.Of("arxiv:1")
	if err := c.Put("arxiv:1", picture(t, 60, 30)); err != nil {
		t.Fatal(err)
	}
	if after, _ := c.Of("arxiv:1"); after.Width != 60 {
		t.Errorf("after another Put: %+v", after)
	}
	if _, _, err := c.Read(before.Name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the picture before: %v, want that it does not exist", err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 3 {
		t.Errorf("%d files, %v, want 3", len(files), err)
	}
}

func TestPutRefuses(t *testing.T) {
	c, err := Open(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	webP, err := base64.StdEncoding.DecodeString("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"nothing":        nil,
		"HTML":           []byte("<!doctype html><script>alert(1)</script>"),
		"SVG":            []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`),
		"WebP":           webP,
		"a PNG, cut":     picture(t, 9, 9)[:20],
		"too wide":       picture(t, maxPixels+1, 1),
		"too high":       picture(t, 1, maxPixels+1),
		"too many bytes": append(picture(t, 9, 9), make([]byte, MaxImageBytes)...),
	} {
		if err := c.Put("arxiv:1", content); !errors.Is(err, ErrNotImage) {
			t.Errorf("%s: %v, want %v", name, err, ErrNotImage)
		}
	}
	if _, ok := c.Of("arxiv:1"); ok {
		t.Error("something was stored")
	}
}

func TestReadOnlyItsOwn(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "secret.png"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Open(filepath.Join(folder, "in"), 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "../secret.png", "secret.png", strings.Repeat("a", 32) + "-1x1.png", "..%2Fsecret.png", strings.Repeat("a", 32) + "-1x1.png/../../secret.png"} {
		if content, _, err := c.Read(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("Read(%q) = %q, %v, want that it does not exist", name, content, err)
		}
	}
}

// TestEviction stores more than fits.
func TestOpenRemovesUnfinishedPictures(t *testing.T) {
	folder := t.TempDir()
	left, other := filepath.Join(folder, unfinished+"123"), filepath.Join(folder, "notes.txt")
	for _, file := range []string{left, other} {
		if err := os.WriteFile(file, []byte("half a picture"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(folder, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an unfinished picture was left: %v", err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("another file was removed: %v", err)
	}
}

func TestEviction(t *testing.T) {
	size := int64(len(picture(t, 50, 50)))
	folder := t.TempDir()
	c, err := Open(folder, 3*size)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		if err := c.Put(data.ID(fmt.Sprint("x:", n)), picture(t, 50, 50)); err != nil {
			t.Fatal(err)
		}
	}
	for n, want := range []bool{false, false, true, true, true} {
		if _, ok := c.Of(data.ID(fmt.Sprint("x:", n))); ok != want {
			t.Errorf("picture %d is there: %v, want %v", n, ok, want)
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 3 {
		t.Errorf("%d files, %v, want 3", len(files), err)
	}
}
