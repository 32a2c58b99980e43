/* guides.gen.ts - what the help of each screen says.  Written by tools/guide.mjs from docs/guide; never by hand. */
import home from '../../../docs/guide/pictures/home.jpg'
import record from '../../../docs/guide/pictures/record.jpg'
import records from '../../../docs/guide/pictures/records.jpg'

export type Inline = string | readonly ['b' | 'k', string]
export type Block = readonly ['title' | 'p' | 'ul' | 'ol', ...(readonly Inline[])[]]
export type Guide = 'home' | 'record' | 'records'

export const guides: Record<Guide, { picture: string; vi: readonly Block[]; en: readonly Block[] }> = {
  'home': {
    picture: home,
    vi: [
      ["title",["Việc còn lại"]],
      ["p",["Trang này kể những gì còn phải làm, tính từ hồ sơ ngay lúc mở trang. Xong việc nào, việc ấy tự mất đi."]],
      ["ul",[["b","Lỗi cần sửa"],": bấm vào tên để mở đúng hồ sơ, đúng ô sai. Dấu đỏ phải sửa; dấu vàng nên xem lại."],[["b","Thông tin còn thiếu"],": bấm vào một dòng để thấy những ai còn thiếu."],[["b","Báo cáo"],": biểu nào chưa tính, chưa gửi, hoặc bị trả lại và vì sao."],[["b","Đang chờ tôi"],": việc của người khác phải đợi bạn trả lời."]],
      ["p",["Cơ quan quản lý thấy thêm các đơn vị chậm và bản đồ ô: bấm vào ô để xem đơn vị ấy. Nút ",["b","Nhắc"]," gửi lời nhắc tới trang này của đơn vị, mỗi ngày một lần."]],
      ["p",["Tìm một người: bấm phím ",["k","/"],", gõ tên không cần dấu, bốn số cuối của số định danh hoặc ngày sinh."]],
    ],
    en: [
      ["title",["Left to do"]],
      ["p",["This page tells what is left to do, worked out from the records at the moment it is opened. What is done goes away by itself."]],
      ["ul",[["b","Faults to correct"],": press a name to open that record, with the cursor in the wrong field. Red must be corrected; amber is worth a look."],[["b","Missing information"],": press a line to see the people who lack it."],[["b","Reports"],": which form is not computed, not sent, or returned and why."],[["b","Waiting for me"],": work of others that needs your answer."]],
      ["p",["Offices also see units that are late and a map of tiles: press a tile to look at that unit. ",["b","Remind"]," shows a reminder on the unit's own page, once a day."]],
      ["p",["To find somebody: press ",["k","/"]," and type a name without marks, the last four digits of the identity number, or a birth date."]],
    ],
  },
  'record': {
    picture: record,
    vi: [
      ["title",["Một hồ sơ"]],
      ["p",["Sửa thẳng trong ô. Ô vàng là ô chưa lưu; chỉ những ô ấy được gửi đi khi bấm ",["b","Lưu"]," hoặc ",["k","Ctrl"]," ",["k","S"],"."]],
      ["ul",["Ngày ghi kiểu 27/05/2019 hoặc 27052019."],["Ô có dấu hỏi: bấm để biết vì sao cần thông tin ấy và không có thì làm gì."],["Bên trái là các phần của hồ sơ và số mục đã có."],[["b","Biến động"],": ghi thôi học, chuyển trường, chuyển lớp. ",["k","Ctrl"]," ",["k","P"]," in phiếu."],[["k","Alt"]," ",["k","↑"]," ",["k","Alt"]," ",["k","↓"]," mở hồ sơ trước, sau trong danh sách vừa xem."]],
      ["p",["Thẻ ",["b","Lịch sử"]," cho biết ai đã sửa gì, lúc nào. Nếu người khác vừa sửa cùng hồ sơ, máy hỏi lại trước khi ghi; điều bạn đã gõ không mất."]],
      ["p",["Mất mạng hoặc hết phiên: chữ đã gõ vẫn nằm trên màn hình; nối lại hoặc đăng nhập lại rồi bấm ",["b","Lưu"],"."]],
    ],
    en: [
      ["title",["One record"]],
      ["p",["Change it in place. Yellow is not saved yet; only that is sent by ",["b","Save"]," or ",["k","Ctrl"]," ",["k","S"],"."]],
      ["ul",["Dates are written 27/05/2019 or 27052019."],["Where there is a question mark, press it to see why the information is needed and what to do without it."],["At the left are the parts of the record and how much of each is there."],[["b","Events"],": record leaving, a move to another school or class. ",["k","Ctrl"]," ",["k","P"]," prints the sheet."],[["k","Alt"]," ",["k","↑"]," and ",["k","Alt"]," ",["k","↓"]," open the record before and after in the list last seen."]],
      ["p",[["b","History"]," tells who changed what, and when. Where somebody else has just changed the same record you are asked before anything is written; what you typed is not lost."]],
      ["p",["When the line is lost or the session ends, what you typed stays on the screen; connect or sign in again and press ",["b","Save"],"."]],
    ],
  },
  'records': {
    picture: records,
    vi: [
      ["title",["Danh sách hồ sơ"]],
      ["p",["Mỗi dòng là một hồ sơ của đơn vị và năm học đang chọn ở đầu trang."]],
      ["ul",["Gõ vào ô ",["b","Tìm theo họ tên"],", có dấu hay không đều được."],["Chọn các ô lọc bên cạnh, hoặc nút ",["b","Thiếu"]," để thấy ai còn thiếu một mục."],["Nút ",["b","Cột"]," chọn những mục muốn xem. Địa chỉ trang giữ lại lựa chọn, gửi được cho đồng nghiệp; tên người không bao giờ nằm trong đó."],["Ô tô đỏ là ô có lỗi theo quy tắc."]],
      ["p",["Bấm vào tên để mở hồ sơ. Dùng phím ",["k","↑"]," ",["k","↓"]," để đi giữa các dòng, ",["k","Enter"]," để mở, ",["k","n"]," để thêm. Nút ",["b","In"]," in đúng những gì đang xem."]],
    ],
    en: [
      ["title",["List of records"]],
      ["p",["Each line is a record of the unit and school year chosen at the top."]],
      ["ul",["Type into ",["b","Find by name"],", with or without marks."],["Choose the filters beside it, or ",["b","Missing"]," to see who lacks something."],[["b","Columns"]," chooses what to see. The address of the page keeps the choice and can be sent to a colleague; names of people never stand in it."],["A red cell has a fault by the rules."]],
      ["p",["Press a name to open the record. ",["k","↑"]," ",["k","↓"]," go between lines, ",["k","Enter"]," opens, ",["k","n"]," adds. ",["b","Print"]," prints what is shown."]],
    ],
  },
}
