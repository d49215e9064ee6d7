//! Unpacking streams with a bound: a few packed bytes may claim gigabytes.
//!
//! Deflate packs 1,032 bytes into one, LZW some 1,400, and each may be packed
//! again. What might be too large is measured, without keeping it, before anybody
//! unpacks it for good.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

use flate2::bufread::{DeflateDecoder, ZlibDecoder};
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, FromBytes as _, ObjectIdentifier, Stream};

/// Most bytes that one packed byte can hold: with deflate (RFC 1951: 258 bytes in two bits) 1,032, with LZW fewer than so many.
pub(crate) const MOST: usize = 2048;

/// What became of a stream.
pub(crate) enum Unpacked<'a> {
    /// Its bytes; where it is damaged, those before the damage.
    Bytes(Cow<'a, [u8]>),
    /// It is larger than may be.
    TooLarge,
    /// It is encrypted, an image or damaged from the start.
    Unreadable,
}

/// The bytes of a stream that is no image, if they are at most `room`.
pub(crate) fn unpack<'a>(stream: &Stream<'a>, room: usize) -> Unpacked<'a> {
    let (packed, filters) = (stream.raw_data(), stream.filters());
    if filters.as_slice() == [Filter::FlateDecode] && !stream.dict().contains_key(b"DecodeParms") {
        return match inflate(&packed, room) {
            Some(bytes) if bytes.len() > room => Unpacked::TooLarge,
            Some(bytes) => Unpacked::Bytes(Cow::Owned(bytes)),
            None => Unpacked::Unreadable,
        };
    }
    if most(packed.len(), &filters) > room && size(&packed, &filters, room).is_none() {
        return Unpacked::TooLarge;
    }
    stream.decoded_data().map_or(Unpacked::Unreadable, Unpacked::Bytes)
}

/// How many bytes so many packed ones can hold.
fn most(packed: usize, filters: &[Filter]) -> usize {
    let packs = |filter: &&Filter| matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode);
    (0..filters.iter().filter(packs).count()).fold(packed, |most, _| most.saturating_mul(MOST))
}

/// A stream of objects as it stands in a file that has not been opened.
///
/// Objects may lie packed in streams that are unpacked as soon as a file is opened (ISO 32000-2, 7.5.7 and 7.5.8).
pub(crate) struct Packed<'f> {
    /// Its own number, where that could be told.
    pub id: Option<ObjectIdentifier>,
    /// As they are packed and locked.
    pub bytes: &'f [u8],
    /// Whether it is a table of places, which is never locked.
    pub places: bool,
}

/// Bytes that streams of objects claim together; `None` where they are, or may be, more than `room`.
pub(crate) fn packed_objects(packed: &[Packed<'_>], room: usize) -> Option<usize> {
    if packed.iter().map(|stream| stream.bytes.len()).sum::<usize>().saturating_mul(MOST) <= room {
        return Some(0);
    }
    packed.iter().try_fold(0, |sum, stream| Some(sum + inflated(stream.bytes, room - sum)?))
}

/// Bytes that deflate holds; `None` where they are more than `room`.
pub(crate) fn inflated(packed: &[u8], room: usize) -> Option<usize> {
    count(ZlibDecoder::new(packed), room)
}

/// Bytes that the streams of a font claim together; `None` where they are more than `room`.
pub(crate) fn font(dict: &Dict<'_>, room: usize) -> Option<usize> {
    let mut sum = 0;
    let mut add = |dict: &Dict<'_>, key: &[u8]| -> Option<()> {
        if let Some(stream) = dict.get::<Stream<'_>>(key) {
            sum += size(&stream.raw_data(), &stream.filters(), room.saturating_sub(sum))?;
        }
        Some(())
    };
    let inner = dict.get::<Array<'_>>(b"DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next());
    for dict in [Some(dict), inner.as_ref()].into_iter().flatten() {
        for key in [b"ToUnicode".as_slice(), b"Encoding", b"CIDToGIDMap"] {
            add(dict, key)?;
        }
        if let Some(descriptor) = dict.get::<Dict<'_>>(b"FontDescriptor") {
            for key in [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"] {
                add(&descriptor, key)?;
            }
        }
    }
    Some(sum)
}

/// Each stream of objects of a file.
pub(crate) fn object_streams(file: &[u8]) -> impl Iterator<Item = Packed<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + find(&file[from..], b"stream")?;
            let begin = at + b"stream".len();
            from = begin;
            let around = &file[at.saturating_sub(DICT)..at];
            let open = rfind(around, b"obj").unwrap_or(0);
            let dict = &around[open..];
            let places = holds(dict, b"/XRef");
            if file[..at].ends_with(b"end") || !(places || holds(dict, b"/ObjStm")) {
                continue;
            }
            let own = Dict::from_bytes(dict.strip_prefix(b"obj").unwrap_or(dict).trim_ascii_start());
            let data = stream_data(&file[begin..], own.as_ref());
            from = begin + data.end;
            return Some(Packed { id: number(&around[..open]), bytes: &file[begin..][data], places });
        }
    })
}

/// Where the bytes of a stream stand in what follows the word that begins it.
pub(crate) fn stream_data(rest: &[u8], dict: Option<&Dict<'_>>) -> Range<usize> {
    let begin = if rest.starts_with(b"\r\n") { 2 } else { usize::from(rest.starts_with(b"\n")) };
    let end = find(&rest[begin..], b"endstream").map_or(rest.len(), |end| begin + end);
    // The word may also stand among the packed bytes: then the dictionary knows better.
    let said = dict.and_then(|dict| dict.get::<usize>(b"Length")).and_then(|said| begin.checked_add(said));
    begin..said.filter(|&said| said <= rest.len() && said + LINE_END >= end).unwrap_or(end)
}

/// A stream's bytes may end with a line's end that is not theirs.
const LINE_END: usize = 2;

/// The number of an object, from what stands before the word that begins it.
pub(crate) fn number(before: &[u8]) -> Option<ObjectIdentifier> {
    let mut words = before.trim_ascii_end().rsplit(|byte| byte.is_ascii_whitespace());
    let word = |word: Option<&[u8]>| std::str::from_utf8(word?).ok().map(str::to_owned);
    let (generation, number) = (word(words.next())?.parse().ok()?, word(words.next())?);
    let digits = number.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    Some(ObjectIdentifier::new(number.get(digits..)?.parse().ok()?, generation))
}

/// A stream's dictionary is looked for in so many bytes before it.
const DICT: usize = 2048;

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, word)
}

fn rfind(bytes: &[u8], word: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, word)
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    find(bytes, word).is_some()
}

/// Inflates, to one byte more than `room` at most; `None` where nothing could be inflated.
fn inflate(packed: &[u8], room: usize) -> Option<Vec<u8>> {
    let most = room as u64 + 1;
    let mut out = Vec::with_capacity(packed.len().saturating_mul(4).min(room));
    let whole = ZlibDecoder::new(packed).take(most).read_to_end(&mut out);
    if whole.is_err() && out.is_empty() {
        // Some programs leave out the two bytes before the packed ones.
        let _ = DeflateDecoder::new(packed).take(most).read_to_end(&mut out);
    }
    (whole.is_ok() || !out.is_empty()).then_some(out)
}

/// How many bytes a chain of filters gives; `None` where that is, or may be, more than `room`.
fn size(packed: &[u8], filters: &[Filter], room: usize) -> Option<usize> {
    match filters {
        [Filter::Ascii85Decode, rest @ ..] => size(&ascii85(packed), rest, room),
        [Filter::AsciiHexDecode, rest @ ..] => size(&hexadecimal(packed), rest, room),
        [Filter::FlateDecode] => count(ZlibDecoder::new(packed), room),
        [Filter::FlateDecode, Filter::FlateDecode] => {
            count(ZlibDecoder::new(io::BufReader::new(ZlibDecoder::new(packed))), room)
        }
        [Filter::LzwDecode] => lzw(packed, room),
        _ => Some(most(packed.len(), filters)).filter(|&most| most <= room),
    }
}

/// ISO 32000-2, 7.4.3: five signs for four bytes, `z` for four zeros.
fn ascii85(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 5 * 4 + 4);
    let (mut group, mut count) = (0_u32, 0);
    for &sign in text.iter().take_while(|&&sign| sign != b'~') {
        match sign {
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(sign - b'!'));
                count += 1;
            }
            _ => {}
        }
        if count == 5 {
            out.extend(group.to_be_bytes());
            (group, count) = (0, 0);
        }
    }
    if count > 1 {
        let group = (count..5).fold(group, |group, _| group.wrapping_mul(85).wrapping_add(84));
        out.extend(&group.to_be_bytes()[..count - 1]);
    }
    out
}

/// ISO 32000-2, 7.4.2: two hexadecimal digits a byte.
pub(crate) fn hexadecimal(text: &[u8]) -> Vec<u8> {
    let digits = text.iter().take_while(|&&sign| sign != b'>').filter_map(|&sign| char::from(sign).to_digit(16));
    let digits: Vec<u8> = digits.filter_map(|digit| u8::try_from(digit).ok()).collect();
    digits.chunks(2).map(|two| two[0] << 4 | two.get(1).copied().unwrap_or(0)).collect()
}

/// Counts the bytes of a reader up to `room`; what is damaged counts up to the damage.
fn count(mut reader: impl Read, room: usize) -> Option<usize> {
    let mut buffer = vec![0; 1 << 16];
    let mut sum = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Some(sum),
            Ok(read) => sum += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Some(sum),
        }
        if sum > room {
            return None;
        }
    }
}

/// Counts the bytes that LZW codes stand for (ISO 32000-2, 7.4.4.2), without keeping them.
fn lzw(packed: &[u8], room: usize) -> Option<usize> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut lengths: Vec<usize> = vec![1; END + 1];
    let (mut held, mut bits, mut last, mut sum) = (0_u32, 0_u32, None::<usize>, 0_usize);
    for &byte in packed {
        held = held << 8 | u32::from(byte);
        bits += 8;
        let width = (usize::BITS - (lengths.len() + 1).leading_zeros()).clamp(9, 12);
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits) as usize;
        held &= (1 << bits) - 1;
        match code {
            CLEAR => {
                lengths.truncate(END + 1);
                last = None;
                continue;
            }
            END => break,
            _ => {}
        }
        let own = lengths.get(code).copied().unwrap_or_else(|| last.map_or(1, |last| last + 1));
        if let Some(last) = last
            && lengths.len() < 4096
        {
            lengths.push(last + 1);
        }
        last = Some(own);
        sum += own;
        if sum > room {
            return None;
        }
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("memory can be written");
        encoder.finish().expect("memory can be written")
    }

    #[test]
    fn what_would_unpack_to_too_much_is_told_before_it_is_unpacked() {
        let bomb = deflated(&vec![0; 3 << 20]);
        assert!(bomb.len() < 1 << 13);
        assert_eq!(size(&bomb, &[Filter::FlateDecode], 4 << 20), Some(3 << 20));
        assert_eq!(size(&bomb, &[Filter::FlateDecode], 2 << 20), None);
        assert_eq!(size(&deflated(&bomb), &[Filter::FlateDecode, Filter::FlateDecode], 2 << 20), None);
        assert_eq!(size(&bomb, &[Filter::FlateDecode; 3], 2 << 20), None, "what is not measured is not believed");
        let shown: Vec<u8> = bomb.iter().flat_map(|byte| format!("{byte:02X} ").into_bytes()).collect();
        assert_eq!(size(&shown, &[Filter::AsciiHexDecode, Filter::FlateDecode], 4 << 20), Some(3 << 20));
        assert_eq!(inflate(&bomb, 1 << 20).map(|bytes| bytes.len()), Some((1 << 20) + 1));
    }

    #[test]
    fn text_around_bytes_is_taken_off() {
        assert_eq!(ascii85(b"9jqo^BlbD-BleB1DJ+*+F(f,q~>"), b"Man is distinguished");
        assert_eq!(ascii85(b"z9jn~>"), b"\0\0\0\0Ma");
        assert_eq!(hexadecimal(b"4D 61 6>"), b"Ma`");
    }

    #[test]
    fn codes_of_lzw_are_counted() {
        // The example of ISO 32000-2, 7.4.4.2: 45 45 45 45 45 65 45 45 45 66.
        assert_eq!(lzw(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01], 100), Some(10));
        assert_eq!(lzw(&[0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01], 9), None);
    }

    #[test]
    fn packed_objects_are_measured_in_a_file_that_is_not_open() {
        let mut file = b"%PDF-1.7\n5 0 obj << /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >> stream\r\n".to_vec();
        file.extend(deflated(&vec![b' '; 3 << 20]));
        file.extend(b"\nendstream endobj 6 0 obj << /Length 3 >> stream\nabc\nendstream endobj");
        let packed: Vec<Packed<'_>> = object_streams(&file).collect();
        assert_eq!(packed_objects(&packed, 4 << 20), Some(3 << 20));
        assert_eq!(packed_objects(&packed, 2 << 20), None);
        assert_eq!(packed[0].id, Some(ObjectIdentifier::new(5, 0)));
    }
}
