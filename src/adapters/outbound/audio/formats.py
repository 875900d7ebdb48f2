"""Which files are opened at all: those that carry their sound within themselves."""

from collections.abc import Mapping
from typing import Final

SELF_CONTAINED: Final = (
    # what people record and send
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,asf,asf_o,au,avi,caf,dsf,dts,dtshd,eac3,flac,flv,iff,"
    "kux,live_flv,loas,matroska,mlp,mov,mp3,mpc,mpc8,mpeg,mpegts,mxf,nut,ogg,oma,rm,spdif,"
    "tak,truehd,tta,voc,w64,wav,wtv,wv,xwma,"
    # telephones, dictation machines, recorders, broadcast
    "aa,aax,ac4,act,alaw,apac,aptx,aptx_hd,bit,codec2,daud,dfpwm,dhav,dss,dv,g722,g723_1,"
    "g726,g726le,g728,g729,gsm,gxf,hcom,hxvs,iamf,ilbc,ircam,ivr,latm,lc3,lmlm4,lxf,mulaw,"
    "mxg,nistsphere,nsp,nsv,nuv,pva,pvf,qcp,s337m,sbc,sds,shn,sln,sox,ty,vivo,vqf,wsd,"
    # computers and games of their time
    "3dostr,4xm,ace,acm,adp,ads,adx,aea,afc,aix,alp,apc,apm,argo_asf,argo_brp,argo_cvg,ast,"
    "avr,avs,bethsoftvid,bfi,bfstm,bink,binka,bmv,boa,bonk,brstm,c93,cdxl,dcstr,derf,dsicin,"
    "dxa,ea,epaf,film_cpk,fsb,fwse,gdv,genh,hca,hnm,idcin,ifv,ipmovie,iss,jv,kvag,laf,luodat,"
    "lvf,mca,mgsts,mm,mmf,mods,moflex,msf,msp,mtaf,mtv,musx,mv,mvi,osq,paf,pmp,pp_bnk,psxstr,"
    "qoa,redspark,rka,rl2,roq,rpl,rsd,rso,scd,sdns,sdx,sga,siff,simbiosis_imx,smjpeg,smk,"
    "smush,sol,svag,svs,swf,thp,tiertexseq,tmv,usm,vag,vividas,vmd,vpk,wady,wavarc,wc3movie,"
    "wsaud,wsvqa,wve,xa,xmd,xmv,xvag,yop,"
    # pictures, so that their senders are told that there is no sound in them
    "bmp_pipe,gif,jpeg_pipe,png_pipe,tiff_pipe,webp_pipe"
)
"""FFmpeg's names of demuxers. A list of the good ones, because the others read files that the
content names (hls, dash, concat, image2, mlv, vobsub), open devices and the network, make sound
of text (sbg, lavfi), or take any bytes for samples (s16le and its kind)."""

OPENING: Final[Mapping[str, str]] = {
    "format_whitelist": SELF_CONTAINED,
    "protocol_whitelist": "file",
}

SAMPLE_RATES: Final = range(1_000, 3_072_001)
"""Hertz. Outside of it a header is wrong: it would make hours or nothing of a short file."""
CHANNELS: Final = range(1, 65)

STATE_THEIR_LENGTH: Final = frozenset(
    {"aiff", "asf", "caf", "flac", "matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2", "w64"}
)
"""Formats whose header says how long the sound is; for the others FFmpeg guesses."""

STORE_THEIR_TIMES: Final = frozenset(
    {"asf", "flac", "flv", "matroska,webm", "mov,mp4,m4a,3gp,3g2,mj2", "mpegts", "ogg"}
)
"""Formats that say of each piece of sound when it is heard; for the others FFmpeg counts."""

BETTER_DECODERS: Final[Mapping[str, str]] = {"amr_nb": "libopencore_amrnb"}
"""Codec to decoder, where FFmpeg's first choice gives up on the silence that phones leave out."""
