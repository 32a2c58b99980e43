/* account.tsx - the account's own menu: theme, language, password, signing out. */
import { signal } from '@preact/signals'
import { useState } from 'preact/hooks'
import { reachable } from '../data/api.ts'
import { language, say, speak, t, type Language } from '../text/index.ts'
import { Drop } from '../ui/drop.tsx'
import { Icon } from '../ui/icon.tsx'
import { outside } from './router.ts'
import { session } from './session.ts'

const THEMES = ['light', 'dark', 'system'] as const, LANGUAGES = ['vi', 'en'] as const
type Theme = (typeof THEMES)[number]

/* Kept in cookies, so that the door has them too; by TLS under a name that no other host can put. */
const YEAR_S = 365 * 24 * 3600
const [before, after] = location.protocol === 'https:' ? ['__Host-', '; Secure'] : ['', '']
const keep = (name: string, value: string) => {
  document.cookie = `${before}${name}=${value}; Path=/; Max-Age=${value ? YEAR_S : 0}; SameSite=Lax${after}`
}
const kept = (name: string) => document.cookie.split('; ').find(c => c.startsWith(`${before}${name}=`))?.slice(before.length + name.length + 1)

const theme = signal<Theme>('system')

function wear(chosen: Theme) {
  theme.value = chosen
  if (chosen === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = chosen
}

function chooseTheme(chosen: Theme) {
  wear(chosen)
  keep('khue_theme', chosen === 'system' ? '' : chosen)
}

function chooseLanguage(chosen: Language) {
  void speak(chosen)
  keep('khue_lang', chosen === 'vi' ? '' : chosen)
}

/* As chosen before, on this computer. */
export async function dress() {
  const t = kept('khue_theme')
  wear(t === 'light' || t === 'dark' ? t : 'system')
  if (kept('khue_lang') === 'en') await speak('en')
}

type Choice<T extends string> = { name: string; label: string; all: readonly T[]; chosen: T; word: (x: T) => string; onChoose: (x: T) => void }
const Choose = <T extends string>({ name, label, all, chosen, word, onChoose }: Choice<T>) => (
  <fieldset class="choice"><legend>{label}</legend>
    {all.map(x => <label key={x}><input type="radio" name={name} checked={x === chosen} onChange={() => onChoose(x)} /><span>{word(x)}</span></label>)}
  </fieldset>
)

function Out() {
  const [lost, setLost] = useState(false)
  const go = async (form: HTMLFormElement) => {
    if (!await reachable()) setLost(true)
    else if (await outside.peek()?.end() ?? true) {
      await (await import('../data/sealed.ts')).wipe()
      form.submit()
    }
  }
  return (
    <form method="post" action="/dang-xuat" onSubmit={e => { e.preventDefault(); void go(e.currentTarget) }}>
      <button type="submit" class="button"><Icon name="out" />{t('account.out')}</button>
      {lost && <p class="problem" role="alert"><Icon name="alert" />{t('account.stays')}</p>}
    </form>
  )
}

export const Account = () => (
  <Drop class="account" button="button plain" title={t('account.title')} face={<><Icon name="user" /><span class="hidden">{t('account.title')}</span></>}>
    {() => <>
      <p class="who"><strong>{session.value.username}</strong><span class="quiet">{say(session.value.role_label)} · {session.value.unit.name}</span></p>
      <Choose name="theme" label={t('account.theme')} all={THEMES} chosen={theme.value} word={x => t(`theme.${x}`)} onChoose={chooseTheme} />
      <Choose name="language" label={t('account.language')} all={LANGUAGES} chosen={language.value} word={x => t(`language.${x}`)} onChoose={chooseLanguage} />
      <a class="button" href="/quan-tri/phien"><Icon name="user" />{t('sessions.title')}</a>
      <a class="button" href="/quan-tri/hai-buoc"><Icon name="key" />{t('account.factor')}</a>
      <a class="button" href="/mat-khau"><Icon name="key" />{t('account.password')}</a>
      <Out />
    </>}
  </Drop>
)
